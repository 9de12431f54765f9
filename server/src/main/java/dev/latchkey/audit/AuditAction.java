package dev.latchkey.audit;

/**
 * Something that is recorded when it is done. The module that does it has an enum of its actions, and puts them into the
 * {@link ActionCatalogue} by an {@link AuditVocabulary}.
 */
public interface AuditAction {
    /** The stable name, such as {@code connection.created}: in the database, in exports and in docs/events.md. */
    String code();

    /** What was done, in words that follow the name of who did it. */
    String words();
}
