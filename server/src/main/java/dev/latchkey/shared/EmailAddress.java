package dev.latchkey.shared;

import java.util.Optional;

/**
 * An email address, kept as it stands. Two addresses are the same when their keys are (requirement D2); there is no
 * other rewriting of addresses.
 */
public record EmailAddress(String value) {
    private static final int LONGEST = 254;

    public EmailAddress {
        if (!isAddress(value)) {
            throw new IllegalArgumentException("not an email address");
        }
    }

    /** The address in this text, or nothing where it is none. Nothing is trimmed. */
    public static Optional<EmailAddress> parse(String text) {
        return isAddress(text) ? Optional.of(new EmailAddress(text)) : Optional.empty();
    }

    private static boolean isAddress(String text) {
        int at = text.indexOf('@');
        return text.length() <= LONGEST
                && at > 0
                && at == text.lastIndexOf('@')
                && at < text.length() - 1
                && isPlain(text);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!isPlain(text.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int c) {
        if (c < 0x80) {
            return c > ' ' && c != 0x7f && "<>\",;".indexOf(c) < 0;
        }
        int type = Character.getType(c);
        return !Character.isSpaceChar(c)
                && type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }

    /**
     * The address without its case. A letter outside ASCII never turns into one of ASCII: the Kelvin sign is no k.
     */
    public String key() {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return withoutCase();
            }
        }
        return value;
    }

    private String withoutCase() {
        StringBuilder key = new StringBuilder(value.length());
        value.codePoints()
                .map(c -> {
                    int lower = Character.toLowerCase(c);
                    return c >= 0x80 && lower < 0x80 ? c : lower;
                })
                .forEach(key::appendCodePoint);
        return key.toString();
    }

    /** The domain, without its case. */
    public String domain() {
        String key = key();
        return key.substring(key.indexOf('@') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
