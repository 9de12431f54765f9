/** The SAML 2.0 service provider's core: messages in, verdicts out. */
@org.jspecify.annotations.NullMarked
package dev.latchkey.saml;
