/**
 * Verifies enveloped XML signatures and opens encrypted elements. Only the verifier makes a {@code VerifiedElement}, so
 * that whoever holds one holds what was signed.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.saml.signature;
