package dev.latchkey.saml.xml;

/** A child of an element: another element, or text. Comments are dropped at parse, before anything reads text. */
public sealed interface XmlNode permits XmlElement, XmlText {}
