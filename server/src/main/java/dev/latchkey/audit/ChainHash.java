package dev.latchkey.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a record in the chain: SHA-256 over the hash before it and every field of the record, each with its
 * length, so that no two records have the same bytes.
 */
final class ChainHash {
    /** The hash before the first record. */
    static final byte[] START = new byte[32];

    private static final int ABSENT = -1;

    private final MessageDigest digest;

    private ChainHash(byte[] before) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
        digest.update(before);
    }

    static byte[] of(byte[] before, AuditRecord record) {
        return new ChainHash(before)
                .with(record.id().toString())
                .with(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, record.at())))
                .with(record.organization() == null ? null : record.organization().toString())
                .with(record.actor().kind().name())
                .with(record.actor().id())
                .with(record.actor().name())
                .with(record.action())
                .with(record.subjectKind())
                .with(record.subjectId())
                .with(record.detail())
                .with(record.ip())
                .digest
                .digest();
    }

    private ChainHash with(@Nullable String field) {
        byte[] bytes = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
        int length = field == null ? ABSENT : bytes.length;
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        digest.update(bytes);
        return this;
    }
}
