/**
 * Organizations with their edition, accounts, users and memberships. Owns who exists; does not know how anyone signs in.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "audit", "database", "http", "web"})
@dev.latchkey.shared.Tables(
        own = {
            "organization",
            "organization_domain",
            "account",
            "app_user",
            "membership",
            "address_change",
            "email_lock"
        },
        published = {"directory_user", "directory_account", "directory_membership"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.directory;
