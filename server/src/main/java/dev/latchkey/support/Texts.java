package dev.latchkey.support;

import dev.latchkey.shared.OneLine;
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
                        && OneLine.isPlain(subject);
        return usable ? Optional.of(subject) : Optional.empty();
    }

    /** Lines of text, their ends all alike. */
    static Optional<String> text(String typed) {
        String text = typed.replace("\r\n", "\n").replace('\r', '\n').strip();
        boolean usable =
                !text.isEmpty()
                        && text.length() <= LONGEST_TEXT
                        && text.codePoints()
                                .allMatch(c -> c == '\n' || c == '\t' || OneLine.isPlain(c));
        return usable ? Optional.of(text) : Optional.empty();
    }
}
