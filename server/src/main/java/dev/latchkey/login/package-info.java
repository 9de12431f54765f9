/**
 * How a person gets in and out: the one dispatcher, discovery by email, password, SSO, sessions, logout,
 * references for failures. Asks SignInPolicy who may use what and never names the rollout.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "saml",
            "url",
            "shared",
            "http",
            "connections",
            "directory",
            "operators",
            "audit",
            "web",
            "mail",
            "limits"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.login;
