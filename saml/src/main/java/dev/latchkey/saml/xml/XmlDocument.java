package dev.latchkey.saml.xml;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed document.
 *
 * @param ids the values of all ID attributes ({@code ID}, {@code Id}, {@code id}, {@code xml:id})
 * @param repeatedId an ID that stands more than once, or null
 */
public record XmlDocument(XmlElement root, Set<String> ids, @Nullable String repeatedId) {}
