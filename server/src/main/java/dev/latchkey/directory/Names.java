package dev.latchkey.directory;

/** What can be a name: of an organization, an account or a user. */
final class Names {
    private static final int LONGEST = 200;

    private Names() {}

    /** Whether people can read it in one line, in the order in which it is stored. */
    static boolean usable(String name) {
        return !name.isBlank()
                && name.strip().length() <= LONGEST
                && name.codePoints().allMatch(Names::isPlain);
    }

    private static boolean isPlain(int c) {
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
