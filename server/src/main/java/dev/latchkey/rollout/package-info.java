/**
 * The path from a customer's request to the go-ahead: its steps and where it stands, the details of the identity
 * provider, pilots, confirmations of both sides, the approval of a list, and the evidence of all of it. Nothing is
 * switched here, and nobody is told.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "listing",
            "turns",
            "csv",
            "database",
            "cohorts",
            "failures",
            "login",
            "connections",
            "directory",
            "door",
            "audit",
            "web",
            "shell",
            "mail"
        })
@dev.latchkey.shared.Tables(
        own = {"rollout", "rollout_details", "rollout_confirmation", "pilot", "enrollment"},
        published = "enrollment_state")
@org.jspecify.annotations.NullMarked
package dev.latchkey.rollout;
