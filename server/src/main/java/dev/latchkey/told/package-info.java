/**
 * Tells people by mail what somebody else did to their account, and tells the other admins or operators, too. Listens
 * to what is recorded; owns which actions are told, to whom and in which words. Changes nothing, and nobody calls it.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "audit", "directory", "operators", "mail", "jobs"})
@dev.latchkey.shared.Tables(own = "told_line")
@org.jspecify.annotations.NullMarked
package dev.latchkey.told;
