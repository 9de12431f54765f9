package dev.latchkey.saml;

import dev.latchkey.saml.signature.Base64Text;
import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlSpace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What went wrong with a form field or parameter on its way, for the words of an error alone: nothing is ever read from
 * a text that was mended.
 */
final class Transfer {
    private static final int LONGEST_GUESSED = 4 * 1024 * 1024;

    /** Who breaks lines breaks them no earlier. */
    private static final int SHORTEST_LINE = 48;

    static final String LOST_PLUS_SIGNS =
            "blanks where plus signs were: whoever sends the form must send a plus sign as %2B";

    private Transfer() {}

    /**
     * Whether the blanks in this text were plus signs: a form's plus sign stands for a blank, so one in base64 must be
     * sent as %2B. Base64 in lines has blanks, too, but as they are it decodes to a message.
     *
     * @param deflated whether the octets are deflated; otherwise a message begins with a tag
     */
    static boolean lostPlusSigns(String text, boolean deflated) {
        String stripped = XmlSpace.strip(text);
        int first = stripped.indexOf(' ');
        if (first < 0 || stripped.length() > LONGEST_GUESSED || isInLines(stripped, first)) {
            return false;
        }
        byte[] octets = Base64Text.decode(stripped.replace(' ', '+'));
        return octets != null && octets.length > 0 && (deflated || beginsWithTag(octets));
    }

    /** Whether a blank stands after each so many characters and nowhere else. */
    private static boolean isInLines(String text, int line) {
        if (line < SHORTEST_LINE) {
            return false;
        }
        for (int at = line; at >= 0; at = text.indexOf(' ', at + 1)) {
            if ((at + 1) % (line + 1) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean beginsWithTag(byte[] octets) {
        byte[] head = Arrays.copyOf(octets, Math.min(octets.length, 64));
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return XmlSpace.strip(text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text)
                .startsWith("<");
    }

    /** Why a text is not base64. */
    static String fault(String text, boolean deflated) {
        if (XmlSpace.isBlank(text)) {
            return "nothing";
        }
        if (lostPlusSigns(text, deflated)) {
            return LOST_PLUS_SIGNS;
        }
        if (XmlSpace.strip(text).startsWith("<")) {
            return "XML itself, which must be sent as base64";
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean known =
                    (c >= 'A' && c <= 'Z')
                            || (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || "+/= \t\r\n".indexOf(c) >= 0;
            if (!known) {
                return describe(text, i);
            }
        }
        return "base64 that was cut off or put together wrongly, "
                + text.length()
                + " characters long";
    }

    private static String describe(String text, int at) {
        String found =
                Shown.value(text.substring(at, text.offsetByCodePoints(at, 1)))
                        + " at character "
                        + (at + 1);
        return switch (text.charAt(at)) {
            case '%' -> found + ": the field was percent-encoded twice, or was never decoded";
            case '-', '_' -> found + ": this is base64url, and the form wants base64";
            case '&' -> found + ": the field was escaped for HTML twice";
            default -> found;
        };
    }
}
