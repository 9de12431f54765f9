package dev.latchkey.connections;

import dev.latchkey.saml.Limits;
import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.util.List;
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
    private static final Setting BYTES =
            setting("BYTES", "latchkey.message.max-bytes", 1024, 512 * 1024);
    private static final Setting DEPTH = setting("DEPTH", "latchkey.message.max-depth", 16, 256);
    private static final Setting ATTRIBUTES =
            setting("ATTRIBUTES", "latchkey.message.max-attributes", 8, 10_000);
    private static final Setting ELEMENTS =
            setting("ELEMENTS", "latchkey.message.max-elements", 100, 1_000_000);
    private static final Setting TEXT_CHARS =
            setting("TEXT_CHARS", "latchkey.message.max-text-chars", 1024, 512 * 1024);

    public MessageLimits {
        BYTES.require(maxBytes);
        DEPTH.require(maxDepth);
        ATTRIBUTES.require(maxAttributes);
        ELEMENTS.require(maxElements);
        TEXT_CHARS.require(maxTextChars);
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
        return new Limits(maxBytes, maxDepth, maxAttributes, maxElements, maxTextChars);
    }
}
