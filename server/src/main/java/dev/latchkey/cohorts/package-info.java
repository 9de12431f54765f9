/**
 * Who switches together: the rules of a list, the list that they make, what people decided about each user, its
 * revisions and its file. When a list may be made is asked of {@link dev.latchkey.cohorts.CohortGate}, and who might be
 * locked out of {@link dev.latchkey.cohorts.Findings}. People read "list"; the code says cohort.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "turns",
            "csv",
            "database",
            "login",
            "directory",
            "audit",
            "door",
            "web"
        })
@dev.latchkey.shared.Tables(
        own = {
            "cohort",
            "cohort_rule",
            "cohort_choice",
            "cohort_user",
            "cohort_revision",
            "safe_cell"
        },
        published = {
            "cohort_member",
            "cohort_member_in",
            "cohort_member_latest",
            "cohort_state",
            "cohort_size",
            "cohort_domain",
            "cohort_account"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.cohorts;
