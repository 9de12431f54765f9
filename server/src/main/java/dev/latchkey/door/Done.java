package dev.latchkey.door;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Subject;
import java.util.List;
import java.util.Map;

/**
 * What a change has done, and what is to be on record of it.
 *
 * @param value what the caller gets
 * @param records written when the change was made, in this order
 */
public record Done<R>(R value, List<Entry> records) {
    /**
     * One record.
     *
     * @param detail what in particular; never a secret
     */
    public record Entry(AuditAction action, Subject subject, Map<String, ?> detail) {}

    public Done {
        records = List.copyOf(records);
    }

    public static <R> Done<R> recorded(
            R value, AuditAction action, Subject subject, Map<String, ?> detail) {
        return new Done<>(value, List.of(new Entry(action, subject, detail)));
    }

    /** Where nothing changed in the end, or what did the work has written the record itself. */
    public static <R> Done<R> withoutRecord(R value) {
        return new Done<>(value, List.of());
    }
}
