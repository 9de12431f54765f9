package dev.latchkey.rollout;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.ListCount;
import java.util.List;

/**
 * A list and how far it has come.
 *
 * @param unsettled who might be locked out, as sentences; looked at once the list is approved
 */
public record CohortFacts(
        Cohort cohort, ListCount count, List<String> unsettled, Progress progress) {}
