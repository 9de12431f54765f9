package dev.latchkey.connections;

import dev.latchkey.saml.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How large and how intricate a message from an IdP may be. Each bound has an error of its own.
 *
 * @param maxBytes of the decoded message; at most 512 KiB, as the form that carries it is bounded, too
 * @param maxDepth of nested elements
 * @param maxAttributes and namespace declarations of one element
 * @param maxElements of a message
 * @param maxTextChars of one text or attribute value
 */
@ConfigurationProperties("latchkey.message")
public record MessageLimits(
        @DefaultValue("262144") int maxBytes,
        @DefaultValue("64") int maxDepth,
        @DefaultValue("64") int maxAttributes,
        @DefaultValue("10000") int maxElements,
        @DefaultValue("131072") int maxTextChars) {
    private static final int LARGEST_BYTES = 512 * 1024;
    private static final int DEEPEST = 256;

    public MessageLimits {
        if (maxBytes < 1024 || maxBytes > LARGEST_BYTES) {
            throw new IllegalArgumentException(
                    "LATCHKEY_MESSAGE_MAX_BYTES must be between 1024 and 524288");
        }
        if (maxDepth < 16 || maxDepth > DEEPEST) {
            throw new IllegalArgumentException(
                    "LATCHKEY_MESSAGE_MAX_DEPTH must be between 16 and 256");
        }
        if (maxAttributes < 8 || maxElements < 100 || maxTextChars < 1024) {
            throw new IllegalArgumentException(
                    "LATCHKEY_MESSAGE_MAX_ATTRIBUTES must be at least 8, LATCHKEY_MESSAGE_MAX_ELEMENTS at least 100,"
                            + " LATCHKEY_MESSAGE_MAX_TEXT_CHARS at least 1024");
        }
    }

    public Limits limits() {
        return new Limits(maxBytes, maxDepth, maxAttributes, maxElements, maxTextChars);
    }
}
