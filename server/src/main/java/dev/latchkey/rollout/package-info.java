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
@org.jspecify.annotations.NullMarked
package dev.latchkey.rollout;
