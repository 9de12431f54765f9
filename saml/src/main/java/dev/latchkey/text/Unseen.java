package dev.latchkey.text;

/** The characters that nobody sees, or that anybody would take for an ordinary blank. */
public final class Unseen {
    private Unseen() {}

    /** Whether this character is one of them; the ordinary blank is not. */
    public static boolean is(int c) {
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
            default -> isWithoutInk(c);
        };
    }

    /** Letters, marks and signs by their type, of which nothing is drawn (Default_Ignorable_Code_Point, and the blank of Braille). */
    private static boolean isWithoutInk(int c) {
        return switch (c) {
            case 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default ->
                    (c >= 0x180b && c <= 0x180f)
                            || (c >= 0xfe00 && c <= 0xfe0f)
                            || (c >= 0xe0100 && c <= 0xe01ef);
        };
    }

    /**
     * The text with each of them spelt as {@code \}{@code u{200b}}.
     *
     * @param kept those that stay as they are
     */
    public static String spelt(String text, String kept) {
        if (text.codePoints().noneMatch(c -> isSpelt(c, kept))) {
            return text;
        }
        StringBuilder spelt = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    if (isSpelt(c, kept)) {
                        spelt.append("\\u{").append(Integer.toHexString(c)).append('}');
                    } else {
                        spelt.appendCodePoint(c);
                    }
                });
        return spelt.toString();
    }

    private static boolean isSpelt(int c, String kept) {
        return is(c) && kept.indexOf(c) < 0;
    }
}
