/**
 * Sign-ins that failed: why, the reference number under which each is kept with its checks and its message, the page
 * that the person sees, and the one where an admin or an operator looks it up.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "saml",
            "shared",
            "listing",
            "secrets",
            "http",
            "connections",
            "directory",
            "audit",
            "web",
            "shell",
            "limits"
        })
@dev.latchkey.shared.Tables(own = "sign_in_failure", published = "login_failure")
@org.jspecify.annotations.NullMarked
package dev.latchkey.failures;
