package dev.latchkey.cohorts;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum CohortAction implements AuditAction {
    COHORT_ADDRESS_CORRECTED("cohort.address_corrected", "put a corrected address on the list"),
    COHORT_CHOICES_REMOVED("cohort.choices_removed", "removed chosen users from the list's rules"),
    COHORT_LIST_MADE("cohort.list_made", "made the list from its rules"),
    COHORT_RULE_ADDED("cohort.rule_added", "added a rule to the list"),
    COHORT_RULE_REMOVED("cohort.rule_removed", "removed a rule from the list"),
    COHORT_STRUCK_OUT("cohort.struck_out", "left users out of the list"),
    COHORT_TAKEN_BACK("cohort.taken_back", "put users back on the list");

    private final String code;
    private final String words;

    CohortAction(String code, String words) {
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
