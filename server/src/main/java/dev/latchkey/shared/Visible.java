package dev.latchkey.shared;

import dev.latchkey.text.Unseen;

/**
 * Makes text that somebody typed, or that came in a file or a message, safe to show in an error: what can't be seen, or
 * turns the text around it, shows as {@code \}{@code u{200b}}, as on the command line.
 */
public final class Visible {
    /** Enough to recognize a value by. */
    private static final int LONGEST_VALUE = 300;

    private Visible() {}

    /** Line breaks and tabs stay as they are. */
    public static String text(String text) {
        return Unseen.spelt(text, "\n\t");
    }

    /** A value on one line: its line breaks and tabs show, too, and a long one is cut. */
    public static String value(String text) {
        return Unseen.spelt(cut(text), "");
    }

    /** The same between quotation marks, for the middle of a sentence. */
    public static String quoted(String text) {
        return '"' + value(text) + '"';
    }

    /** The same in single quotes, as shells write what has double ones in it. */
    public static String inSingleQuotes(String text) {
        return '\'' + value(text) + '\'';
    }

    /**
     * Without what pasting leaves at either end: white space of any alphabet, joiners and marks of no width. What turns
     * the text around it stays, to be refused.
     */
    public static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isPadding(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && isPadding(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** Whether this is what pasting leaves at the ends of a text. */
    public static boolean isPadding(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == 0x85
                || c == 0xad
                || c == 0x61c
                || (c >= 0x200b && c <= 0x200f)
                || c == 0x2060
                || c == 0xfeff;
    }

    /** Without any character that can't be seen, but for plain spaces: for headings, which mean what they look like. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (Character.getType(c) == Character.SPACE_SEPARATOR) {
                        plain.append(' ');
                    } else if (!Unseen.is(c)) {
                        plain.appendCodePoint(c);
                    }
                });
        return plain.toString();
    }

    /** Whether nobody sees that this character is there, or what it is. */
    static boolean isUnseen(int c) {
        return c == ' ' || Unseen.is(c);
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_VALUE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_VALUE - 1)) ? 1 : 0;
        return text.substring(0, LONGEST_VALUE - end) + "…";
    }
}
