package dev.latchkey.rollout;

import java.util.List;

/**
 * A list and how far it has come.
 *
 * @param unsettled who might be locked out, as sentences; looked at once the list is approved
 */
record CohortFacts(Cohort cohort, ListCount count, List<String> unsettled, Progress progress) {}
