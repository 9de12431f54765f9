/** Latchkey's server: the launcher's commands and the Spring context; every feature lives in a module below. */
@org.jspecify.annotations.NullMarked
package dev.latchkey;
