/**
 * Emergency access: the named admins of an organization who keep a second way in while SSO is enforced, their one-time
 * recovery codes, and who is told when one is used. Starts no session itself; login does.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "http",
            "failures",
            "login",
            "directory",
            "audit",
            "web",
            "shell",
            "mail",
            "limits",
            "jobs"
        })
@dev.latchkey.shared.Tables(own = {"emergency_admin", "emergency_code", "emergency_notice"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.emergency;
