/**
 * Telling the users of a list that they will sign in through their identity provider: the wording of both sides, the
 * day, a mail for each user by a job that mails nobody twice, and who did not get theirs. Tells the rollout when the
 * users are told; whether they may be told is the rollout's to say.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "csv",
            "database",
            "cohorts",
            "rollout",
            "enforcement",
            "directory",
            "audit",
            "door",
            "web",
            "mail",
            "jobs",
            "limits"
        })
@dev.latchkey.shared.Tables(own = {"announcement", "announcement_mail"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.announcements;
