/**
 * The installation's secret keys: where they come from, whether they belong to this database, which of them seals, and
 * how one is retired. Owns the check at the start, the list of keys and of the nodes that hold them, and the operators'
 * page. What is sealed belongs to the modules that declare it.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "secrets", "audit", "shell", "jobs"})
@dev.latchkey.shared.Tables(own = {"secret_key", "secret_key_node", "sealed_fault", "sealed_with"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.secretkeys;
