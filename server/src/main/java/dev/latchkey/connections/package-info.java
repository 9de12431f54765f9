/**
 * An organization's connection to its identity provider: its details, pinned certificates, our key pair for it,
 * exceptions for old IdPs ("concessions" in code), import from metadata. Signs nobody in.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "saml",
            "url",
            "shared",
            "listing",
            "secrets",
            "turns",
            "directory",
            "audit",
            "web",
            "shell"
        })
@dev.latchkey.shared.Tables(
        own = {"connection", "connection_certificate", "connection_concession", "connection_key"},
        published = {"connection_state"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.connections;
