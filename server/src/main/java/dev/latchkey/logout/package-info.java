/**
 * How a person signs out: the button on every page, the single logout service, and the page where every logout ends.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "saml",
            "shared",
            "failures",
            "login",
            "connections",
            "directory",
            "audit",
            "web"
        })
@org.jspecify.annotations.NullMarked
package dev.latchkey.logout;
