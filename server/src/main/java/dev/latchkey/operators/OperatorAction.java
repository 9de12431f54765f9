package dev.latchkey.operators;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum OperatorAction implements AuditAction {
    CREATED("operator.created", "created an operator"),
    DISABLED("operator.disabled", "disabled an operator"),
    ENABLED("operator.enabled", "enabled an operator"),
    LINK_MADE("operator.link_made", "made a one-time link for an operator"),
    LINK_WITHDRAWN("operator.link_withdrawn", "ended a one-time link for an operator"),
    PASSWORD_CHANGED("operator.password_changed", "changed an operator's password"),
    PASSWORD_REFUSED("operator.password_refused", "refused an operator's current password"),
    SIGN_IN_REFUSED("operator.sign_in_refused", "refused an operator's sign-in"),
    SIGNED_IN("operator.signed_in", "signed in as an operator");

    private final String code;
    private final String words;

    OperatorAction(String code, String words) {
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
