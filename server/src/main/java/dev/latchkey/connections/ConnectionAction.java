package dev.latchkey.connections;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum ConnectionAction implements AuditAction {
    CHANGED("connection.changed", "changed the connection"),
    CONCESSION_GRANTED(
            "connection.concession_granted", "allowed an exception for an old identity provider"),
    CONCESSION_WITHDRAWN("connection.concession_withdrawn", "withdrew an exception"),
    CREATED("connection.created", "created the connection"),
    DISABLED("connection.disabled", "switched the connection off"),
    ENABLED("connection.enabled", "switched the connection on"),
    IDENTIFIER_SET(
            "connection.identifier_set", "changed what identifies a user at the identity provider");

    private final String code;
    private final String words;

    ConnectionAction(String code, String words) {
        this.code = code;
        this.words = words;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String words() {
        return words;
    }

    @Component
    static final class Vocabulary extends AuditVocabulary {
        Vocabulary() {
            super(values());
        }
    }
}
