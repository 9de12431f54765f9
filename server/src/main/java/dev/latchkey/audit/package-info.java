/**
 * The append-only record of who did what, written in the caller's transaction and sealed into a hash chain afterwards.
 * Owns the record and its pages; does not know what the actions mean.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "secrets", "http", "web", "shell"})
@dev.latchkey.shared.Tables(
        own = {
            "audit_record",
            "audit_seal",
            "audit_settled",
            "audit_stretch",
            "audit_checkpoint",
            "audit_verification",
            "audit_only_grows"
        },
        published = {"audit_entry"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.audit;
