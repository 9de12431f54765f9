package dev.latchkey.shared;

/** Text that reads as it is stored: what can be a name, a subject, or a line of a message. */
public final class OneLine {
    private OneLine() {}

    /** Whether all of it does. */
    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(OneLine::isPlain);
    }

    /** Whether a character fits into one line and does not move the others. */
    public static boolean isPlain(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && !turnsDirection(c);
    }

    /** Bidirectional overrides and isolates make a text read differently from what it is (Unicode TR 36, 3.1). */
    private static boolean turnsDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
