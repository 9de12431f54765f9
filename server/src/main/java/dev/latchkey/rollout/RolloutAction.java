package dev.latchkey.rollout;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum RolloutAction implements AuditAction {
    COHORT_ADDRESS_CORRECTED("cohort.address_corrected", "put a corrected address into the list"),
    COHORT_BEGUN("cohort.begun", "began a list"),
    COHORT_CHOICES_REMOVED("cohort.choices_removed", "took chosen users out of the list's rules"),
    COHORT_ENFORCED("cohort.enforced", "switched the list to single sign-on"),
    COHORT_LIST_MADE("cohort.list_made", "made the list by its rules"),
    COHORT_MOVED("cohort.moved", "moved the list to another connection"),
    COHORT_RESTORED("cohort.restored", "switched the list on again after an undo"),
    COHORT_RULE_ADDED("cohort.rule_added", "added a rule to the list"),
    COHORT_RULE_REMOVED("cohort.rule_removed", "removed a rule from the list"),
    COHORT_STRUCK_OUT("cohort.struck_out", "left users out of the list"),
    COHORT_TAKEN_BACK("cohort.taken_back", "took users back into the list"),
    COHORT_TOLD("cohort.told", "completed the announcement of the list"),
    COHORT_UNDONE("cohort.undone", "undid the switch, so that passwords work again"),
    ROLLOUT_BEGUN("rollout.begun", "began the rollout"),
    ROLLOUT_CLOSED("rollout.closed", "closed the rollout"),
    ROLLOUT_CONFIRMED("rollout.confirmed", "gave a confirmation"),
    ROLLOUT_CONNECTION_CHOSEN("rollout.connection_chosen", "chose the connection of the rollout"),
    ROLLOUT_DETAILS_HANDED_IN(
            "rollout.details_handed_in", "handed in the identity provider's details"),
    ROLLOUT_DISABLE_APPROVED(
            "rollout.disable_approved", "approved that single sign-on is taken from users"),
    ROLLOUT_DISABLE_ASKED("rollout.disable_asked", "asked to take single sign-on from users"),
    ROLLOUT_DISABLE_CANCELLED(
            "rollout.disable_cancelled", "called off that single sign-on is taken from users"),
    ROLLOUT_DISABLE_DONE("rollout.disable_done", "took single sign-on from users as asked"),
    ROLLOUT_PILOT_DISMISSED("rollout.pilot_dismissed", "took a pilot off"),
    ROLLOUT_PILOT_ENABLED("rollout.pilot_enabled", "enabled a pilot"),
    ROLLOUT_PILOT_NOMINATED("rollout.pilot_nominated", "nominated a pilot"),
    USER_SSO_RELEASED("user.sso_released", "gave a user the password back"),
    USER_SSO_RESTORED("user.sso_restored", "put a user back to single sign-on");

    private final String code;
    private final String words;

    RolloutAction(String code, String words) {
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
