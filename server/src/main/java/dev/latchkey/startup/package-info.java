/**
 * What can keep the server from starting, found early and said in plain words to the person who starts it; and what
 * keeps the log readable afterwards. Owns no setting.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.startup;
