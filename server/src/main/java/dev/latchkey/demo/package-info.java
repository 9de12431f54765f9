/**
 * A sample vendor with two organizations and a small identity provider that signs real SAML with its own key.
 * Loaded by the demo command only.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "saml",
            "shared",
            "secrets",
            "database",
            "cohorts",
            "rollout",
            "enforcement",
            "support",
            "connections",
            "directory",
            "operators",
            "audit",
            "web"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.demo;
