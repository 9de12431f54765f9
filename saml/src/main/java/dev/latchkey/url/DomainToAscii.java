package dev.latchkey.url;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The name of a domain by its A-labels, as lenient as browsers are (WHATWG URL 3.3): underscores, lengths, hyphens. */
final class DomainToAscii {
    private DomainToAscii() {}

    /** The name, or nothing where letters in it make none. */
    static Optional<String> of(String domain) {
        return isPlain(domain)
                ? Optional.of(domain.toLowerCase(Locale.ROOT))
                : Letters.ascii(domain);
    }

    /** Whether the name is ASCII and has no A-label, so that small letters are all it needs. */
    private static boolean isPlain(String domain) {
        for (int i = 0; i < domain.length(); i++) {
            if (domain.charAt(i) >= 0x80) {
                return false;
            }
        }
        String name = domain.toLowerCase(Locale.ROOT);
        return !name.startsWith("xn--") && !name.contains(".xn--");
    }

    /** Holds ICU's tables, which most addresses never need. */
    private static final class Letters {
        private static final Set<IDNA.Error> PASSED_OVER =
                EnumSet.of(
                        IDNA.Error.EMPTY_LABEL,
                        IDNA.Error.LABEL_TOO_LONG,
                        IDNA.Error.DOMAIN_NAME_TOO_LONG,
                        IDNA.Error.LEADING_HYPHEN,
                        IDNA.Error.TRAILING_HYPHEN,
                        IDNA.Error.HYPHEN_3_4);
        private static final IDNA UTS46 =
                IDNA.getUTS46Instance(
                        IDNA.CHECK_BIDI
                                | IDNA.CHECK_CONTEXTJ
                                | IDNA.NONTRANSITIONAL_TO_ASCII
                                | IDNA.NONTRANSITIONAL_TO_UNICODE);
        private static final int LONGEST = 1000;

        private static Optional<String> ascii(String domain) {
            if (domain.length() > LONGEST) {
                return Optional.empty();
            }
            IDNA.Info info = new IDNA.Info();
            StringBuilder ascii = new StringBuilder();
            UTS46.nameToASCII(domain, ascii, info);
            return PASSED_OVER.containsAll(info.getErrors())
                    ? Optional.of(ascii.toString().toLowerCase(Locale.ROOT))
                    : Optional.empty();
        }
    }
}
