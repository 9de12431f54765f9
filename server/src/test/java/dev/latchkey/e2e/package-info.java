/** Sign-ins in a real browser against a real identity provider. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.e2e;
