/** Measurements of the SAML core next to Santuario's way and to the least that could be done. Not part of a release. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.bench;
