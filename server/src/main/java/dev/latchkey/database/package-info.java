/**
 * Where the data lives: a PostgreSQL given by its URL, or the embedded one, whose data survives a restart. Owns the
 * connection and the start, no table.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.database;
