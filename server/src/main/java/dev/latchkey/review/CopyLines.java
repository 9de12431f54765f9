package dev.latchkey.review;

import dev.latchkey.shared.EmailAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Streams lines into the table {@code incoming} by PostgreSQL's COPY. */
final class CopyLines implements IdpListReader.Lines, AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final CopyIn copy;
    private final StringBuilder text = new StringBuilder(BUFFER + 1024);

    CopyLines(Connection connection) throws SQLException {
        this.copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy incoming (line, problem, email, email_key, name, active) from stdin");
    }

    @Override
    public void good(long line, EmailAddress address, @Nullable String name, boolean active)
            throws IOException {
        text.append(line).append("\t\\N\t");
        cell(address.value()).append('\t');
        cell(address.key()).append('\t');
        if (name == null) {
            text.append("\\N");
        } else {
            cell(name);
        }
        text.append(active ? "\tt\n" : "\tf\n");
        flushIfFull();
    }

    @Override
    public void bad(long line, IdpListReader.BadLine problem, String content) throws IOException {
        text.append(line).append('\t').append(problem.name()).append("\t\\N\t\\N\t");
        cell(content).append("\tf\n");
        flushIfFull();
    }

    private StringBuilder cell(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> text.append(c);
            }
        }
        return text;
    }

    private void flushIfFull() throws IOException {
        if (text.length() >= BUFFER) {
            flush();
        }
    }

    private void flush() throws IOException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        text.setLength(0);
        try {
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw new IOException("the database took no more lines", e);
        }
    }

    void end() throws IOException, SQLException {
        flush();
        copy.endCopy();
    }

    /** Ends a copy that did not come to its end. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
