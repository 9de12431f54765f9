/**
 * Where the data lives: a PostgreSQL given by its URL, or the embedded one, whose data survives a restart. Owns the
 * connection and the start, but no table. Anything done with a connection beyond plain JDBC is done here, in {@link
 * dev.latchkey.database.BareConnections}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared", "turns"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.database;
