package dev.latchkey.login;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum LoginAction implements AuditAction {
    LOGIN_PASSWORD("login.password", "signed in with a password"),
    LOGIN_SSO("login.sso", "signed a user in"),
    USER_SSO_IDENTIFIER_CONFIRMED(
            "user.sso_identifier_confirmed", "confirmed a user's new identifier"),
    USER_SSO_IDENTIFIER_REFUSED("user.sso_identifier_refused", "refused a user's new identifier");

    private final String code;
    private final String words;

    LoginAction(String code, String words) {
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
