package dev.latchkey.passwords;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum PasswordLinkAction implements AuditAction {
    USER_PASSWORD_LINK_MADE("user.password_link_made", "made a password link for a user"),
    USER_PASSWORD_LINK_USED("user.password_link_used", "used a password link"),
    USER_PASSWORD_LINK_WITHDRAWN("user.password_link_withdrawn", "ended a user's password links"),
    USER_PASSWORD_RESET_ASKED("user.password_reset_asked", "received a request for a new password");

    private final String code;
    private final String words;

    PasswordLinkAction(String code, String words) {
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
