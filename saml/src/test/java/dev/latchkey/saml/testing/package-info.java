/** An identity provider for tests: keys, and a builder of Responses, honest and forged. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.saml.testing;
