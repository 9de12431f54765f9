/** Addresses of the web, read as browsers read them (WHATWG URL). Knows nothing of SAML. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.url;
