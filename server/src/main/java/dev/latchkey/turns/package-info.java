/**
 * Work that would take the server from everybody else: heavy and large work takes turns, and each lane has database
 * connections of its own.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package dev.latchkey.turns;
