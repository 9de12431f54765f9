/**
 * The review of a list of users: held against the users that the identity provider has, who would be locked out and
 * why, and what is done about each: a corrected address, left out, accepted. Owns the IdP's lists, the findings and the
 * corrections of addresses. Who is in a list is for cohorts to decide.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "turns",
            "csv",
            "http",
            "database",
            "cohorts",
            "rollout",
            "enforcement",
            "login",
            "directory",
            "operators",
            "connections",
            "audit",
            "door",
            "web",
            "mail",
            "jobs",
            "limits"
        })
@dev.latchkey.shared.Tables(
        own = {
            "idp_list",
            "idp_list_part",
            "idp_entry",
            "idp_refused_line",
            "cohort_comparison",
            "cohort_finding",
            "finding_acceptance",
            "address_correction",
            "address_letters",
            "address_turned",
            "name_words"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.review;
