package dev.latchkey.shared;

/** Text from somewhere else, as a sentence shows it: in quotes, with a name for each character that can't be seen. */
public final class Shown {
    private static final int LONGEST = 200;

    private Shown() {}

    /** The text in single quotes; a long one is cut off. */
    public static String quoted(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(c -> append(shown, c));
        if (text.codePointCount(0, text.length()) > LONGEST) {
            shown.append(" …");
        }
        return shown.append('\'').toString();
    }

    private static void append(StringBuilder shown, int c) {
        if (c == ' ' || isSeen(c)) {
            shown.appendCodePoint(c);
        } else {
            shown.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
