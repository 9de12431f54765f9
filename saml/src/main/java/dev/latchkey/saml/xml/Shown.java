package dev.latchkey.saml.xml;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values that came from outside, as errors show them: in quotes, so that a blank at an end is seen, with what nobody can
 * see as an escape, and not too long.
 */
public final class Shown {
    private static final int LONGEST = 500;
    private static final int TAIL = 80;
    private static final int MOST_VALUES = 20;

    private Shown() {}

    /** One value. */
    public static String value(String text) {
        if (text.length() <= LONGEST) {
            return '"' + visible(text) + '"';
        }
        return '"'
                + visible(whole(text, 0, LONGEST - TAIL))
                + " … "
                + visible(whole(text, text.length() - TAIL, text.length()))
                + "\" ("
                + text.length()
                + " characters)";
    }

    /** One value, or null where there is none. */
    public static @Nullable String found(@Nullable String text) {
        return text == null ? null : value(text);
    }

    /** Several values, parted by commas; "none" where there is none. */
    public static String values(Collection<?> values) {
        if (values.isEmpty()) {
            return "none";
        }
        String all =
                values.stream()
                        .limit(MOST_VALUES)
                        .map(each -> value(String.valueOf(each)))
                        .collect(Collectors.joining(", "));
        int more = values.size() - MOST_VALUES;
        return more > 0 ? all + " and " + more + " more" : all;
    }

    /** A part that begins and ends with whole characters. */
    private static String whole(String text, int from, int to) {
        int start = Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
        int end = Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
        return text.substring(start, end);
    }

    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    if (isUnseen(c)) {
                        visible.append("\\u{").append(Integer.toHexString(c)).append('}');
                    } else {
                        visible.appendCodePoint(c);
                    }
                });
        return visible.toString();
    }

    /** Whether nobody would see this character, or would take it for an ordinary blank. */
    public static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> isBlankLetter(c);
        };
    }

    /** Letters, marks and symbols without ink. */
    private static boolean isBlankLetter(int c) {
        return switch (c) {
            case 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default ->
                    (c >= 0x180b && c <= 0x180f)
                            || (c >= 0xfe00 && c <= 0xfe0f)
                            || (c >= 0xe0100 && c <= 0xe01ef);
        };
    }
}
