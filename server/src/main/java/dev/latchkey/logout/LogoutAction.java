package dev.latchkey.logout;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum LogoutAction implements AuditAction {
    LOGIN_IDP_LOGOUT("login.idp_logout", "ended a session at the identity provider's request"),
    LOGIN_LOGOUT("login.logout", "signed out");

    private final String code;
    private final String words;

    LogoutAction(String code, String words) {
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
