/**
 * Links by which a user sets a password: mailed to whoever asks for one, or made by an operator. The way in by a
 * password is login's.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "secrets",
            "turns",
            "http",
            "failures",
            "login",
            "directory",
            "operators",
            "audit",
            "web",
            "mail",
            "limits"
        })
@dev.latchkey.shared.Tables(own = "password_reset")
@org.jspecify.annotations.NullMarked
package dev.latchkey.passwords;
