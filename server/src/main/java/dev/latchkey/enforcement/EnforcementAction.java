package dev.latchkey.enforcement;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum EnforcementAction implements AuditAction {
    COHORT_ENFORCED("cohort.enforced", "switched the list to single sign-on"),
    COHORT_RESTORED("cohort.restored", "switched the list on again after an undo"),
    COHORT_UNDONE("cohort.undone", "undid the switch, so that passwords work again"),
    ROLLOUT_DISABLE_APPROVED(
            "rollout.disable_approved", "approved taking single sign-on from users"),
    ROLLOUT_DISABLE_ASKED("rollout.disable_asked", "asked to take single sign-on from users"),
    ROLLOUT_DISABLE_CANCELLED(
            "rollout.disable_cancelled", "called off taking single sign-on from users"),
    ROLLOUT_DISABLE_DONE("rollout.disable_done", "took single sign-on from users as asked"),
    USER_SSO_RELEASED("user.sso_released", "let a user use the password again"),
    USER_SSO_RESTORED("user.sso_restored", "put a user back on single sign-on");

    private final String code;
    private final String words;

    EnforcementAction(String code, String words) {
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
