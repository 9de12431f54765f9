/**
 * How often somebody may try something. Owns the counts; what is counted, and what happens when there was too much of
 * it, is the caller's decision.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared", "turns", "http"})
@dev.latchkey.shared.Tables(own = {"rate_limit", "rate_left", "known_device"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.limits;
