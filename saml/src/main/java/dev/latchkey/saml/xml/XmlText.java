package dev.latchkey.saml.xml;

/** A run of text, with CDATA and character references resolved and joined across dropped comments. */
public record XmlText(String value) implements XmlNode {}
