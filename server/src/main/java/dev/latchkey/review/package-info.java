/**
 * The review of a list of users: held against the users that the identity provider has, who would be locked out and
 * why, and what is done about each: a corrected address, left out, accepted. Owns the IdP's lists, the findings and the
 * corrections of addresses. Who is in a list is the rollout's to decide.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "csv",
            "http",
            "database",
            "rollout",
            "login",
            "directory",
            "operators",
            "connections",
            "audit",
            "web",
            "mail",
            "jobs",
            "limits"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.review;
