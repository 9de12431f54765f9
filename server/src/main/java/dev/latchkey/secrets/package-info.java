/**
 * What keeps secrets secret at rest: the box that seals them, the columns in which they are sealed, and the hashes of
 * passwords.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared", "turns"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.secrets;
