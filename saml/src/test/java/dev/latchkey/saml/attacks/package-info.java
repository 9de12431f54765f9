/** Attacks made by the thousand of every message that is accepted. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.saml.attacks;
