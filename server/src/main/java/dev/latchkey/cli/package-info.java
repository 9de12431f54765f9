/**
 * The commands of the executable: starting the server, and the SAML core without a server. Owns the formats that are
 * read and written on the command line. Has no Spring beans, so that a command answers at once, and decides nothing
 * about a message: that is the core's.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"cryptography", "saml", "shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.cli;
