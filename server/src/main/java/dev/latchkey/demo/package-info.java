/**
 * A sample vendor with two organizations and a small identity provider that signs real SAML with its own key.
 * Loaded by the demo command only.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "rollout",
            "login",
            "connections",
            "directory",
            "audit",
            "web",
            "mail"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.demo;
