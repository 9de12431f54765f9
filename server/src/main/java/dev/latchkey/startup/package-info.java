/**
 * What can stand in the way of a start, found early and said in plain words to whoever starts the server; and what keeps
 * the log readable afterwards. Owns no setting.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.startup;
