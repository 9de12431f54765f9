package dev.latchkey.connections;

import dev.latchkey.saml.Limits;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How large and how intricate a message from an IdP may be. Each bound has an error of its own, and {@link Limits} has
 * those that follow from the size.
 *
 * @param maxBytes of the decoded message, or of what is encrypted in it
 * @param maxDepth of nested elements
 * @param maxAttributes and namespace declarations of one element
 * @param maxElements of a message; null for what its size has room for
 * @param maxTextChars of one text or attribute value; null for as long as the message
 */
@ConfigurationProperties("latchkey.message")
public record MessageLimits(
        @DefaultValue("262144") int maxBytes,
        @DefaultValue("64") int maxDepth,
        @DefaultValue("64") int maxAttributes,
        @Nullable Integer maxElements,
        @Nullable Integer maxTextChars) {
    /** A canonical form has at most 4 MiB, and the largest form of a page must be larger than this one's. */
    static final int LARGEST_BYTES = 2 * 1024 * 1024;

    private static final int DEEPEST = 256;

    public MessageLimits {
        if (maxBytes < 1024 || maxBytes > LARGEST_BYTES) {
            throw new IllegalArgumentException(
                    "LATCHKEY_MESSAGE_MAX_BYTES must be between 1024 and 2097152");
        }
        if (maxDepth < 16 || maxDepth > DEEPEST) {
            throw new IllegalArgumentException(
                    "LATCHKEY_MESSAGE_MAX_DEPTH must be between 16 and 256");
        }
        if (maxAttributes < 8
                || (maxElements != null && maxElements < 100)
                || (maxTextChars != null && maxTextChars < 1024)) {
            throw new IllegalArgumentException(
                    "LATCHKEY_MESSAGE_MAX_ATTRIBUTES must be at least 8, LATCHKEY_MESSAGE_MAX_ELEMENTS at least 100,"
                            + " LATCHKEY_MESSAGE_MAX_TEXT_CHARS at least 1024");
        }
    }

    public Limits limits() {
        Limits usual = Limits.ofMessage(maxBytes);
        return new Limits(
                maxBytes,
                maxDepth,
                maxAttributes,
                maxElements == null ? usual.elements() : maxElements,
                maxTextChars == null ? usual.textChars() : maxTextChars);
    }
}
