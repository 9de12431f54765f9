package dev.latchkey.saml.xml;

/** How large a document may be, in elements, nesting, attributes of one element, and chars of one text. */
public record XmlBounds(int depth, int elements, int attributes, int textChars) {}
