package dev.latchkey.rollout;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum RolloutAction implements AuditAction {
    COHORT_BEGUN("cohort.begun", "started a list"),
    COHORT_MOVED("cohort.moved", "moved the list to another connection"),
    COHORT_TOLD("cohort.told", "completed the announcement of the list"),
    ROLLOUT_BEGUN("rollout.begun", "started the rollout"),
    ROLLOUT_CLOSED("rollout.closed", "closed the rollout"),
    ROLLOUT_CONFIRMED("rollout.confirmed", "gave a confirmation"),
    ROLLOUT_CONFIRMATION_WITHDRAWN("rollout.confirmation_withdrawn", "withdrew a confirmation"),
    ROLLOUT_CONNECTION_CHOSEN("rollout.connection_chosen", "chose the connection of the rollout"),
    ROLLOUT_DETAILS_HANDED_IN(
            "rollout.details_handed_in", "submitted the identity provider's details"),
    ROLLOUT_PILOT_DISMISSED("rollout.pilot_dismissed", "dismissed a pilot"),
    ROLLOUT_PILOT_ENABLED("rollout.pilot_enabled", "enabled a pilot"),
    ROLLOUT_PILOT_NOMINATED("rollout.pilot_nominated", "nominated a pilot");

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
