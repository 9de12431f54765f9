/**
 * What customers ask of support and what both sides say about it: requests, the operators' desk, mail on each answer,
 * and the search over everything. Owns the rule that a change for a customer hangs on a request; does not know what
 * the changes are.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "audit",
            "directory",
            "connections",
            "operators",
            "rollout",
            "web",
            "mail",
            "jobs",
            "limits"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.support;
