/**
 * The switch itself: the go-ahead, the switch at its time, its undoing, who is exempt from it, single sign-on that is
 * taken from users on request, and the watch after it. Answers login's SignInPolicy from where each user stands, and
 * keeps a way into each organization.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "turns",
            "csv",
            "database",
            "cohorts",
            "rollout",
            "failures",
            "login",
            "connections",
            "directory",
            "door",
            "audit",
            "web",
            "emergency",
            "jobs"
        })
@dev.latchkey.shared.Tables(
        own = {"cohort_release", "disable_order", "disable_order_user", "rollout_warning"},
        published = {"standing", "sso_disabled"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.enforcement;
