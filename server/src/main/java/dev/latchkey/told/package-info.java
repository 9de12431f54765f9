/**
 * Tells people by mail what somebody else did to their account, and the other admins, or operators, with them. Listens to
 * what is recorded; owns which action is told, to whom and in which words. Changes nothing, and is asked by nobody.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "audit", "directory", "operators", "mail", "jobs"})
@dev.latchkey.shared.Tables(own = "told_line")
@org.jspecify.annotations.NullMarked
package dev.latchkey.told;
