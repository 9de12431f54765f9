/**
 * Organizations with their edition, accounts, users and memberships. Owns who exists; does not know how anyone signs in.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "csv", "audit", "database", "http", "web"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.directory;
