package dev.latchkey.saml.xml;

/**
 * An attribute that is not a namespace declaration.
 *
 * @param prefix as written, empty for none
 * @param namespaceUri empty for none
 * @param value normalized as XML 1.0 §3.3.3 says
 */
public record XmlAttribute(String prefix, String localName, String namespaceUri, String value) {}
