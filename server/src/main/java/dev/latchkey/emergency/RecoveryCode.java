package dev.latchkey.emergency;

import dev.latchkey.shared.Tokens;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A one-time code of 100 random bits, as people write it down: 20 characters of Crockford's base32 in four groups.
 *
 * @param characters the 20 characters, in capitals and without separators
 */
record RecoveryCode(String characters) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 20;
    private static final int GROUP = 5;

    /** No way of typing 20 characters is longer. */
    private static final int LONGEST_TYPED = 100;

    private static final Pattern SEPARATOR = Pattern.compile("[\\s\\p{Zs}\\p{Pd}._]+");
    private static final Pattern BETWEEN_GROUPS = Pattern.compile("(?<=\\G.{" + GROUP + "})(?!$)");
    private static final SecureRandom RANDOM = new SecureRandom();

    static RecoveryCode random() {
        StringBuilder characters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            characters.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new RecoveryCode(characters.toString());
    }

    /**
     * What somebody typed, in any case and with any separators; O counts as 0, and I and L as 1. Text that is no code
     * becomes one that fits nobody.
     */
    static RecoveryCode typed(String text) {
        String bounded = text.length() > LONGEST_TYPED ? "" : text;
        return new RecoveryCode(
                SEPARATOR
                        .matcher(bounded)
                        .replaceAll("")
                        .toUpperCase(Locale.ROOT)
                        .replace('O', '0')
                        .replace('I', '1')
                        .replace('L', '1'));
    }

    byte[] hash() {
        return Tokens.hash(characters);
    }

    /** In groups, as it is shown. */
    String shown() {
        return String.join("-", BETWEEN_GROUPS.split(characters));
    }

    /** A code in a log would be a way in. */
    @Override
    public String toString() {
        return "***";
    }
}
