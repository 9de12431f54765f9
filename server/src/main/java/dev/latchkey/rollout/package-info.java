/**
 * The way from a customer's request to enforced SSO: the guided path, pilots, lists of users, approvals, the go-ahead,
 * the switch and its undoing. Answers login's SignInPolicy from where each user stands. Who might be locked out is
 * asked of {@link dev.latchkey.rollout.Findings}; telling the users is not its business.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "csv",
            "database",
            "login",
            "connections",
            "directory",
            "audit",
            "web",
            "mail",
            "emergency",
            "jobs"
        })
@dev.latchkey.shared.Tables(
        own = {
            // who switches together
            "cohort",
            "cohort_rule",
            "cohort_choice",
            "cohort_user",
            "cohort_revision",
            "safe_cell",
            // the path to the switch
            "rollout",
            "rollout_details",
            "rollout_confirmation",
            "pilot",
            "enrollment",
            // the switch, and who stands back from it
            "cohort_release",
            "disable_order",
            "disable_order_user",
            "rollout_warning"
        },
        published = {
            "cohort_member",
            "cohort_member_in",
            "cohort_member_latest",
            "cohort_connection",
            "cohort_account",
            "standing",
            "sso_disabled"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.rollout;
