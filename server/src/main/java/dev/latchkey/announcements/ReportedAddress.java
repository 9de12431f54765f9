package dev.latchkey.announcements;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address in a report's field about a recipient (RFC 3464 2.3.1 and 2.3.2, RFC 6533 3), out of its type, comments,
 * quotes and escapes. What it gives may still be no address.
 */
final class ReportedAddress {
    private static final Pattern UNICODE = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{1,6})\\}");
    private static final Pattern XTEXT = Pattern.compile("(?:\\+[0-9A-F]{2})+");
    private static final Pattern BRACKETS = Pattern.compile("[^<>]*+<([^<>]*+)>[^<>]*+");
    private static final Pattern QUOTED_LOCAL =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.){1,254}+)\"(@[^\"]*)");

    private ReportedAddress() {}

    static String of(String field) {
        String plain = withoutComments(field).strip();
        int type = plain.indexOf(';');
        String value = plain.substring(type + 1).strip();
        if (plain.substring(0, type + 1).toLowerCase(Locale.ROOT).startsWith("utf-8")) {
            value = UNICODE.matcher(value).replaceAll(ReportedAddress::character);
        }
        Matcher brackets = BRACKETS.matcher(value);
        String bare = brackets.matches() ? brackets.group(1).strip() : value;
        Matcher quoted = QUOTED_LOCAL.matcher(bare);
        return quoted.matches()
                ? quoted.group(1).replaceAll("\\\\(.)", "$1") + quoted.group(2)
                : bare;
    }

    private static String character(MatchResult escape) {
        int c = Integer.parseInt(escape.group(1), 16);
        return Matcher.quoteReplacement(
                Character.isValidCodePoint(c) ? Character.toString(c) : escape.group());
    }

    /** As a sender gave it to the first server (RFC 3461 4), which not every server takes back. */
    static String outOfXtext(String address) {
        return XTEXT.matcher(address).replaceAll(ReportedAddress::octets);
    }

    private static String octets(MatchResult escapes) {
        String[] hex = escapes.group().substring(1).split("\\+", -1);
        ByteBuffer octets = ByteBuffer.allocate(hex.length);
        for (String each : hex) {
            octets.put((byte) Integer.parseInt(each, 16));
        }
        try {
            return Matcher.quoteReplacement(
                    StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString());
        } catch (CharacterCodingException e) {
            return Matcher.quoteReplacement(escapes.group());
        }
    }

    /** RFC 5322 3.2.2: they nest, and within quotes a bracket is only one. */
    private static String withoutComments(String field) {
        StringBuilder plain = new StringBuilder(field.length());
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            boolean escape = c == '\\' && i + 1 < field.length() && (quoted || depth > 0);
            quoted ^= c == '"' && depth == 0;
            depth += c == '(' && !quoted ? 1 : 0;
            if (depth == 0) {
                plain.append(c);
            }
            if (escape) {
                i++;
                if (depth == 0) {
                    plain.append(field.charAt(i));
                }
            }
            depth -= c == ')' && !quoted && depth > 0 ? 1 : 0;
        }
        return plain.toString();
    }
}
