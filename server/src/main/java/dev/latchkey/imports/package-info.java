/**
 * The import of users from a file: shown first, line by line, and then carried out, at once or by a job that goes from
 * batch to batch. Owns the files and their lines until they are done with; the users that come of them are the
 * directory's, which creates them.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "shared",
            "turns",
            "csv",
            "directory",
            "audit",
            "database",
            "http",
            "web"
        })
@dev.latchkey.shared.Tables(
        own = {"user_import", "large_import", "large_import_line", "large_import_verdict"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.imports;
