/**
 * XML as SAML needs it and no more: one hardened parse into an immutable tree, and the canonical octets of that tree.
 * There are no DTDs, entities, processing instructions or transforms here.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.saml.xml;
