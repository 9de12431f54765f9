/**
 * The vendor's operators: who they are, how the first one is created with a one-time link, how they sign in and out.
 * Owns their accounts, invitations and sessions; what they do with organizations belongs to the other modules.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "secrets",
            "http",
            "audit",
            "web",
            "shell",
            "limits",
            "directory"
        })
@dev.latchkey.shared.Tables(own = {"operator", "operator_invitation", "operator_session"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.operators;
