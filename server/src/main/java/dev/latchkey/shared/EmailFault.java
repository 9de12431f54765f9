package dev.latchkey.shared;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a text is no address that a user may be given. The same table, but for what needs IDNA's, is the SAML core's
 * {@code EmailSyntax}; a test holds the two together.
 *
 * <p>Some addresses break the rules and are in use all the same, in a company's own network or at providers of old.
 * They are tolerated where a user is looked for, so that somebody who has one is treated as everybody else and a
 * sign-in does not tell who is there; no new user gets one.
 */
public enum EmailFault {
    MISSING("It is empty."),
    TOO_LONG("It is longer than 254 characters."),
    SEVERAL("There is more than one address; give only one."),
    SCHEME(
            "It begins with the name of a protocol, such as mailto:, which is not part of the address."),
    BRACKETS("It contains < or >; give only the address, without a name."),
    UNSEEN("It contains a character that can't be seen; here it is written as \\u{…}."),
    SPACE("It contains white space."),
    QUOTES("It contains quotation marks."),
    COMMENT("It contains round brackets, which mark a comment."),
    NO_AT("It contains no @; an address is name@domain."),
    SEVERAL_ATS("It contains more than one @."),
    LOCAL_MISSING("There is nothing before its @."),
    LOCAL_SIGN("The part before its @ contains a character that no address can have there."),
    DOMAIN_MISSING("There is nothing after its @."),
    DOMAIN_LITERAL("There is a network address after its @; it must be the name of a domain."),
    DOMAIN_ENDS_WITH_DOT("It ends with a dot."),
    LABEL_EMPTY("Its domain begins with a dot, or has two dots in a row."),
    LABEL_TOO_LONG("A part of its domain is longer than 63 characters."),
    LABEL_HYPHEN("A part of its domain begins or ends with a hyphen."),
    DOMAIN_SIGN("Its domain contains a character that no domain can have."),
    UNDERSCORE("Its domain contains an underscore, so no mail can be sent to it.", true),
    ONE_LABEL(
            "Its domain has no dot, like a name inside a network; no mail can be sent to it.",
            true),
    LOCAL_DOTS("The part before its @ begins or ends with a dot, or has two dots in a row.", true),
    LOCAL_TOO_LONG("The part before its @ is longer than 64 bytes.", true),
    LOCAL_LETTER(
            "The part before its @ contains something that is neither a letter nor a digit.", true),
    NOT_IDNA("Its domain has letters or an xn-- part that no international domain can have.");

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_LABEL = 63;

    /** RFC 5322 3.2.3, without the dot. */
    private static final String SIGNS = "!#$%&'*+-/=?^_`{|}~";

    private static final Pattern PROTOCOL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*@.*");
    private static final Pattern BETWEEN = Pattern.compile(".*@.*[,;\\s|/].*@.*", Pattern.DOTALL);
    private static final Pattern DOTS = Pattern.compile("[.\\u3002\\uff0e\\uff61]");

    private final String sentence;
    private final boolean tolerated;

    EmailFault(String sentence) {
        this(sentence, false);
    }

    EmailFault(String sentence, boolean tolerated) {
        this.sentence = sentence;
        this.tolerated = tolerated;
    }

    /** Says so to the person who gave the address. */
    public String sentence() {
        return sentence;
    }

    /** Whether somebody who is there already may have such an address. */
    public boolean isTolerated() {
        return tolerated;
    }

    /** Whether the domain is what is wrong, and the rest may be an address. */
    public boolean isOfDomain() {
        return (compareTo(DOMAIN_MISSING) >= 0 && compareTo(ONE_LABEL) <= 0) || this == NOT_IDNA;
    }

    /** The first that this text has, those that are not tolerated before the others. Nothing is trimmed. */
    static Optional<EmailFault> of(String text) {
        EmailFault fault = ofText(text);
        if (fault != null) {
            return Optional.of(fault);
        }
        int at = text.indexOf('@');
        String local = text.substring(0, at);
        String domain = text.substring(at + 1);
        EmailFault never = or(or(ofSigns(local), ofDomain(domain)), ofName(local, domain));
        return Optional.ofNullable(or(never, tolerated(local, domain)));
    }

    private static @Nullable EmailFault or(@Nullable EmailFault one, @Nullable EmailFault other) {
        return one != null ? one : other;
    }

    private static @Nullable EmailFault ofText(String text) {
        if (text.isEmpty()) {
            return MISSING;
        }
        if (text.length() > LONGEST) {
            return TOO_LONG;
        }
        if (BETWEEN.matcher(text).matches()) {
            return SEVERAL;
        }
        if (PROTOCOL.matcher(text).matches()) {
            return SCHEME;
        }
        EmailFault sign = ofAnySign(text);
        if (sign != null) {
            return sign;
        }
        int at = text.indexOf('@');
        if (at < 0) {
            return NO_AT;
        }
        if (at != text.lastIndexOf('@')) {
            return SEVERAL_ATS;
        }
        if (at == 0) {
            return LOCAL_MISSING;
        }
        return at == text.length() - 1 ? DOMAIN_MISSING : null;
    }

    /** What may stand nowhere in an address. */
    private static @Nullable EmailFault ofAnySign(String text) {
        if (text.indexOf('<') >= 0 || text.indexOf('>') >= 0) {
            return BRACKETS;
        }
        if (text.indexOf(' ') >= 0 || text.indexOf('\t') >= 0) {
            return SPACE;
        }
        if (text.codePoints().anyMatch(Visible::isUnseen)) {
            return UNSEEN;
        }
        if (text.indexOf('"') >= 0) {
            return QUOTES;
        }
        return text.indexOf('(') >= 0 || text.indexOf(')') >= 0 ? COMMENT : null;
    }

    private static @Nullable EmailFault ofSigns(String local) {
        return local.codePoints()
                        .allMatch(c ->
                                c >= 0x80
                                        || c == '.'
                                        || Character.isLetterOrDigit(c)
                                        || SIGNS.indexOf(c) >= 0)
                ? null
                : LOCAL_SIGN;
    }

    private static @Nullable EmailFault ofDomain(String domain) {
        if (domain.startsWith("[")) {
            return DOMAIN_LITERAL;
        }
        String[] labels = DOTS.split(domain, -1);
        if (labels.length > 1 && labels[labels.length - 1].isEmpty()) {
            return DOMAIN_ENDS_WITH_DOT;
        }
        for (String label : labels) {
            EmailFault fault = ofLabel(label);
            if (fault != null) {
                return fault;
            }
        }
        // What ends in a number is a network address, or is taken for one (RFC 3696 2).
        return labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9')
                ? DOMAIN_LITERAL
                : null;
    }

    private static @Nullable EmailFault ofLabel(String label) {
        if (label.isEmpty()) {
            return LABEL_EMPTY;
        }
        if (label.length() > LONGEST_LABEL) {
            return LABEL_TOO_LONG;
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            return LABEL_HYPHEN;
        }
        return label.chars()
                        .allMatch(c ->
                                c >= 0x80 || c == '-' || c == '_' || Character.isLetterOrDigit(c))
                ? null
                : DOMAIN_SIGN;
    }

    private static @Nullable EmailFault tolerated(String local, String domain) {
        if (domain.indexOf('_') >= 0) {
            return UNDERSCORE;
        }
        if (!DOTS.matcher(domain).find()) {
            return ONE_LABEL;
        }
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return LOCAL_DOTS;
        }
        if (local.getBytes(StandardCharsets.UTF_8).length > LONGEST_LOCAL) {
            return LOCAL_TOO_LONG;
        }
        return local.codePoints()
                        .allMatch(c -> c < 0x80 || Character.isLetterOrDigit(c) || isMark(c))
                ? null
                : LOCAL_LETTER;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static @Nullable EmailFault ofName(String local, String domain) {
        DomainName name = DomainName.of(domain).orElse(null);
        if (name == null) {
            return domain.indexOf('_') >= 0 ? null : NOT_IDNA;
        }
        int octets = local.getBytes(StandardCharsets.UTF_8).length + 1 + name.value().length();
        return octets > LONGEST ? TOO_LONG : null;
    }
}
