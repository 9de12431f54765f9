/**
 * What customers ask support for, and what both sides say about it: requests, the operators' desk, a mail for each
 * answer, and the search over everything. Owns the rule that every change for a customer belongs to a request; does not
 * know what the changes are.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "listing",
            "audit",
            "directory",
            "connections",
            "operators",
            "rollout",
            "web",
            "shell",
            "mail",
            "jobs",
            "limits"
        })
@dev.latchkey.shared.Tables(
        own = {
            "support_request",
            "support_entry",
            "support_note",
            "support_mail",
            "request_focus",
            "support_position"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.support;
