package dev.latchkey.saml.xml;

import dev.latchkey.text.Unseen;
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
        return Unseen.spelt(text, "");
    }
}
