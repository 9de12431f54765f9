/**
 * Sends mail through the operator's SMTP server. Owns delivery, not what is said.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"shared"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.mail;
