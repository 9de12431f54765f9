package dev.latchkey.shared;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a domain in the one form in which it is compared and leaves the server: its A-labels in small letters
 * (RFC 5890 2.3.2.1), by the non-transitional processing of UTS 46 with the STD 3 rules. {@code müller.example} and
 * {@code XN--MLLER-KVA.example} are both {@code xn--mller-kva.example}. No label outside ASCII becomes one of ASCII:
 * such a name is none.
 *
 * @param value letters, digits, hyphens and dots of ASCII only
 */
public record DomainName(String value) {
    private static final int LONGEST = 253;
    private static final int LONGEST_TYPED = 1000;
    private static final Pattern LABELS =
            Pattern.compile(
                    "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern DIGITS = Pattern.compile("(?:.*\\.)?[0-9]+");

    public DomainName {
        if (!isName(value)) {
            throw new IllegalArgumentException("not a domain name");
        }
    }

    /** The domain that this text names, in letters or A-labels; nothing where it names none. */
    public static Optional<DomainName> of(String text) {
        if (text.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        String name = isPlain(text) ? lower(text) : Letters.ascii(text);
        return isName(name) ? Optional.of(new DomainName(name)) : Optional.empty();
    }

    private static boolean isName(String name) {
        // What ends in a number is a network address, or is taken for one (RFC 3696 2).
        return name.length() <= LONGEST
                && LABELS.matcher(name).matches()
                && !DIGITS.matcher(name).matches();
    }

    /** Whether the name is ASCII and has no A-label, so that small letters are all it needs. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80
                    || (c == '-' && i >= 3 && text.regionMatches(true, i - 3, "xn--", 0, 4))) {
                return false;
            }
        }
        return true;
    }

    /** Of ASCII only. */
    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The name as people write it: letters where every letter is safe to show, else as it stands. */
    public String shown() {
        return isPlain(value) ? value : Letters.unicode(value);
    }

    @Override
    public String toString() {
        return value;
    }

    /** Holds ICU's tables, which most servers never need. */
    private static final class Letters {
        /** UTS 46 2.3 */
        private static final Pattern DOTS = Pattern.compile("[.\\u3002\\uff0e\\uff61]");

        private static final Pattern LABEL = Pattern.compile("(?:^|\\.)xn--");
        private static final IDNA UTS46 =
                IDNA.getUTS46Instance(
                        IDNA.USE_STD3_RULES
                                | IDNA.CHECK_BIDI
                                | IDNA.CHECK_CONTEXTJ
                                | IDNA.CHECK_CONTEXTO
                                | IDNA.NONTRANSITIONAL_TO_ASCII
                                | IDNA.NONTRANSITIONAL_TO_UNICODE);

        /** Empty for what is no IDNA domain, which includes an A-label that does not come back as it went. */
        private static String ascii(String text) {
            IDNA.Info info = new IDNA.Info();
            StringBuilder ascii = new StringBuilder();
            UTS46.nameToASCII(text, ascii, info);
            String name = lower(ascii.toString());
            return info.hasErrors() || becameAscii(text, name) ? "" : name;
        }

        /**
         * Whether a label outside ASCII has turned into one of ASCII, as with the Kelvin sign, or full stops alone made a
         * domain of ASCII: nobody writes such a domain so, except to look like it.
         */
        private static boolean becameAscii(String text, String name) {
            String[] typed = DOTS.split(text, -1);
            String[] written = name.split("\\.", -1);
            if (typed.length != written.length || !LABEL.matcher(name).find()) {
                return true;
            }
            for (int i = 0; i < typed.length; i++) {
                boolean letters = typed[i].chars().anyMatch(c -> c >= 0x80);
                if (letters && !written[i].startsWith("xn--")) {
                    return true;
                }
            }
            return false;
        }

        private static String unicode(String ascii) {
            IDNA.Info info = new IDNA.Info();
            StringBuilder letters = new StringBuilder();
            UTS46.nameToUnicode(ascii, letters, info);
            return info.hasErrors() ? ascii : letters.toString();
        }
    }
}
