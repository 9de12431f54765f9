package dev.latchkey.cohorts;

import java.util.List;

/**
 * Who of a cohort's list might be locked out (requirement D5). The rollout asks; the comparison with the IdP's users
 * answers.
 */
public interface Findings {
    /** What must be settled before anybody is told or switched, as sentences; empty when the list is ready. */
    List<String> unsettled(Cohort cohort);

    /** What the list as it now stands was compared with, as a sentence for the record; null when with nothing. */
    @org.jspecify.annotations.Nullable
    String comparedWith(Cohort cohort);

    /** Told after the list was made or changed, in the same transaction. */
    void listChanged(Cohort cohort);
}
