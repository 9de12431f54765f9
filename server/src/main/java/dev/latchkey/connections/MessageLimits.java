package dev.latchkey.connections;

import dev.latchkey.saml.Limits;
import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.util.List;
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

    private static final Setting BYTES =
            setting("BYTES", "latchkey.message.max-bytes", 1024, LARGEST_BYTES);
    private static final Setting DEPTH = setting("DEPTH", "latchkey.message.max-depth", 16, 256);
    private static final Setting ATTRIBUTES =
            setting("ATTRIBUTES", "latchkey.message.max-attributes", 8, 10_000);
    private static final Setting ELEMENTS =
            setting("ELEMENTS", "latchkey.message.max-elements", 100, 1_000_000).optional();
    private static final Setting TEXT_CHARS =
            setting("TEXT_CHARS", "latchkey.message.max-text-chars", 1024, LARGEST_BYTES)
                    .optional();

    public MessageLimits {
        BYTES.require(maxBytes);
        DEPTH.require(maxDepth);
        ATTRIBUTES.require(maxAttributes);
        if (maxElements != null) {
            ELEMENTS.require(maxElements);
        }
        if (maxTextChars != null) {
            TEXT_CHARS.require(maxTextChars);
        }
    }

    private static Setting setting(String what, String property, int least, int most) {
        return Setting.number("LATCHKEY_MESSAGE_MAX_" + what, property, least, most);
    }

    static final class Declared implements DeclaredSettings {
        @Override
        public List<Setting> settings() {
            return List.of(BYTES, DEPTH, ATTRIBUTES, ELEMENTS, TEXT_CHARS);
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
