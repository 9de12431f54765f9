package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlBounds;

/**
 * Bounds on what is read. Each has an error of its own.
 *
 * @param messageBytes the largest decoded message, in bytes
 * @param depth the deepest nesting of elements
 * @param attributes the most attributes and namespace declarations of one element
 * @param elements the most elements of a document
 * @param textChars the longest text or attribute value, in chars
 */
public record Limits(int messageBytes, int depth, int attributes, int elements, int textChars) {
    /** For messages: 256 KiB, 64 deep. */
    public static final Limits MESSAGE = new Limits(256 * 1024, 64, 64, 10_000, 128 * 1024);

    /** For metadata, which may be a federation's: 16 MiB. */
    public static final Limits METADATA =
            new Limits(16 * 1024 * 1024, 64, 64, 1_000_000, 1024 * 1024);

    public Limits {
        if (messageBytes < 1 || depth < 1 || attributes < 1 || elements < 1 || textChars < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    XmlBounds bounds() {
        return new XmlBounds(depth, elements, attributes, textChars);
    }
}
