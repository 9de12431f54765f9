package dev.latchkey.login;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum LoginAction implements AuditAction {
    LOGIN_IDP_LOGOUT("login.idp_logout", "ended a session at the identity provider's request"),
    LOGIN_LOGOUT("login.logout", "signed out"),
    LOGIN_MESSAGE_SEEN("login.message_seen", "looked at the message of a failed sign-in"),
    LOGIN_PASSWORD("login.password", "signed in with a password"),
    LOGIN_REFUSED("login.refused", "refused a sign-in"),
    LOGIN_SSO("login.sso", "signed a user in"),
    USER_PASSWORD_LINK_MADE("user.password_link_made", "made a password link for a user"),
    USER_PASSWORD_LINK_USED("user.password_link_used", "used a password link"),
    USER_PASSWORD_LINK_WITHDRAWN("user.password_link_withdrawn", "ended a user's password links"),
    USER_PASSWORD_RESET_ASKED("user.password_reset_asked", "received a request for a new password"),
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
