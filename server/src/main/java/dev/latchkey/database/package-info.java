/**
 * Where the data lives: a PostgreSQL given by its URL, or the embedded one, whose data survives a restart. Owns the
 * connection and the start, no table. What is done with a connection past plain JDBC is done here, in
 * {@link dev.latchkey.database.BareConnections}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.database;
