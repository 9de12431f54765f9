/**
 * The one way by which a step of a rollout is taken: who may is asked of one table, changes of an
 * organization happen one after another, and what was done is on record. The modules bring the table's lines.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared", "audit"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.door;
