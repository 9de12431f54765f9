/**
 * Work that nobody waits for, kept in the database: it survives a restart, and with several nodes, only one does it.
 * Owns the scheduler and its table; what a job does belongs to the module that names it.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@dev.latchkey.shared.Tables(own = "scheduled_tasks")
@org.jspecify.annotations.NullMarked
package dev.latchkey.jobs;
