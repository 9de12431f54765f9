package dev.latchkey.failures;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum FailureAction implements AuditAction {
    LOGIN_MESSAGE_SEEN("login.message_seen", "looked at the message of a failed sign-in"),
    LOGIN_REFUSED("login.refused", "refused a sign-in");

    private final String code;
    private final String words;

    FailureAction(String code, String words) {
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
