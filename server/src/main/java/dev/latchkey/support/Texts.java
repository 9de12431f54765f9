package dev.latchkey.support;

import java.util.Optional;

/** What can be a subject, and what can be a message. */
final class Texts {
    static final int LONGEST_SUBJECT = 200;
    static final int LONGEST_TEXT = 10_000;

    private Texts() {}

    /** One line that reads as it is stored; it also becomes the subject of a mail. */
    static Optional<String> subject(String typed) {
        String subject = typed.strip();
        boolean usable =
                !subject.isEmpty()
                        && subject.length() <= LONGEST_SUBJECT
                        && subject.codePoints().allMatch(Texts::isPlain);
        return usable ? Optional.of(subject) : Optional.empty();
    }

    /** Lines of text, their ends all alike. */
    static Optional<String> text(String typed) {
        String text = typed.replace("\r\n", "\n").replace('\r', '\n').strip();
        boolean usable =
                !text.isEmpty()
                        && text.length() <= LONGEST_TEXT
                        && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isPlain(c));
        return usable ? Optional.of(text) : Optional.empty();
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

    /** Overrides and isolates make a text read differently from what it is (Unicode TR 36, 3.1). */
    private static boolean turnsDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
