package dev.latchkey.shared;

/** Why somebody does something to others, as they typed it. */
public final class Reason {
    private static final int LONGEST = 500;

    private Reason() {}

    /** Whether it says something, is no longer than a page shows, and can be kept as it is. */
    public static boolean isSound(String typed) {
        return !typed.isBlank()
                && typed.length() <= LONGEST
                && typed.codePoints().noneMatch(Reason::isUnseen);
    }

    /** Control characters, but for those that a field of several lines brings along. */
    private static boolean isUnseen(int character) {
        return Character.isISOControl(character)
                && character != '\n'
                && character != '\r'
                && character != '\t';
    }
}
