package dev.latchkey.shared;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The number under which somebody who was refused is found again: short, and read out over the telephone. */
public final class Reference {
    /** No letter or digit that looks like another. */
    private static final String DIGITS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private static final int LENGTH = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Reference() {}

    /** A number that nothing else has. */
    public static String random() {
        StringBuilder reference = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            reference.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        }
        return reference.toString();
    }

    /** Whether somebody may have been given this. */
    public static boolean isOne(@Nullable String text) {
        return text != null
                && text.length() == LENGTH
                && text.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
    }
}
