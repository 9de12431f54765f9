package dev.latchkey.review;

import dev.latchkey.shared.OrganizationId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A large file in the database, compressed and in parts, so that it is never in memory. */
@Component
class FileParts {
    private static final int PART = 1024 * 1024;

    private final JdbcClient jdbc;

    FileParts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps what was read already and the rest. Returns how many bytes there are, or -1 when there are too many. */
    long keep(OrganizationId organization, UUID list, byte[] head, InputStream rest, long most)
            throws IOException {
        long total = head.length;
        try (OutputStream out = new Quick(new Sink(organization, list))) {
            out.write(head);
            byte[] buffer = new byte[64 * 1024];
            for (int count = rest.read(buffer); count >= 0; count = rest.read(buffer)) {
                total += count;
                if (total > most) {
                    return -1;
                }
                out.write(buffer, 0, count);
            }
        }
        return total;
    }

    /** The file. A part is in memory when it is read, and the connection is free again. */
    InputStream open(OrganizationId organization, UUID list) throws IOException {
        return new GZIPInputStream(new Tap(organization, list), 64 * 1024);
    }

    private static final class Quick extends GZIPOutputStream {
        Quick(OutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private final class Sink extends OutputStream {
        private final OrganizationId organization;
        private final UUID list;
        private final ByteArrayOutputStream part = new ByteArrayOutputStream(PART);
        private int number;

        Sink(OrganizationId organization, UUID list) {
            this.organization = organization;
            this.list = list;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            part.write(bytes, offset, length);
            if (part.size() >= PART) {
                flushPart();
            }
        }

        private void flushPart() {
            jdbc.sql(
                            """
                            insert into idp_list_part (organization_id, list_id, number, content) values (?, ?, ?, ?)
                            """)
                    .params(organization.value(), list, number++, part.toByteArray())
                    .update();
            part.reset();
        }

        @Override
        public void close() {
            if (part.size() > 0) {
                flushPart();
            }
        }
    }

    private final class Tap extends InputStream {
        private final OrganizationId organization;
        private final UUID list;
        private byte[] part = new byte[0];
        private int at;
        private int number;

        Tap(OrganizationId organization, UUID list) {
            this.organization = organization;
            this.list = list;
        }

        @Override
        public int read() throws IOException {
            return more() ? part[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (!more()) {
                return -1;
            }
            int count = Math.min(length, part.length - at);
            System.arraycopy(part, at, buffer, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() throws IOException {
            return more() ? part.length - at : 0;
        }

        private boolean more() throws IOException {
            if (at == part.length) {
                byte[] next = part(organization, list, number);
                if (next == null) {
                    return false;
                }
                number++;
                part = next;
                at = 0;
            }
            return true;
        }
    }

    private byte @Nullable [] part(OrganizationId organization, UUID list, int number) {
        List<byte[]> part =
                jdbc.sql(
                                """
                                select content from idp_list_part
                                where organization_id = ? and list_id = ? and number = ?
                                """)
                        .params(organization.value(), list, number)
                        .query((row, at) -> row.getBytes(1))
                        .list();
        return part.isEmpty() ? null : part.getFirst();
    }

    /** The first bytes of a file that is kept. */
    byte[] head(OrganizationId organization, UUID list) throws IOException {
        byte[] bytes = new byte[FileHead.BYTES];
        try (InputStream in = open(organization, list)) {
            return Arrays.copyOf(bytes, in.readNBytes(bytes, 0, bytes.length));
        }
    }
}
