/**
 * What somebody had typed when their session had ended: kept for an hour, shown to the same person after they have
 * signed in again, and sent only when they say so. Owns the kept forms; knows nothing about what they are for.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared", "url", "web"})
@dev.latchkey.shared.Tables(own = "kept_form")
@org.jspecify.annotations.NullMarked
package dev.latchkey.keptforms;
