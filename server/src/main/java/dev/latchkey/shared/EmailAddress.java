package dev.latchkey.shared;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An email address, kept as it stands. Two addresses are the same when their keys are (requirement D2); there is no
 * other rewriting of addresses. Whatever can be compared can be one, because users from before have what they have; what
 * somebody types is read by {@link #fresh} or {@link #known}, which say what is wrong with it.
 */
public record EmailAddress(String value) {
    private static final int LONGEST = 254;

    public EmailAddress {
        if (!isAddress(value)) {
            throw new IllegalArgumentException("not an email address");
        }
    }

    /**
     * The address that somebody types for a user who is to have it; refused with the reason where no mail could go to
     * it. What can't be seen at its ends is no part of it.
     */
    public static Result<EmailAddress> fresh(String typed, ErrorCode code) {
        String text = Visible.trimmed(typed);
        return EmailFault.of(text)
                .map(fault -> refused(code, typed, fault))
                .orElseGet(() -> Result.ok(new EmailAddress(text)));
    }

    /**
     * The address that somebody signs in with, who may have one of old; nothing where it can be nobody's, whoever is
     * there, and {@link #complaint} says why.
     */
    public static Optional<EmailAddress> known(String typed) {
        String text = Visible.trimmed(typed);
        return EmailFault.of(text).filter(fault -> !fault.isTolerated()).isPresent()
                ? Optional.empty()
                : Optional.of(new EmailAddress(text));
    }

    /** What to tell somebody who typed what is no address. */
    public static String complaint(String typed) {
        String ask = "Please enter a complete email address.";
        return Visible.trimmed(typed).isEmpty()
                ? ask
                : ask
                        + " You typed "
                        + Visible.quoted(typed.strip())
                        + fault(typed).map(fault -> ". " + fault.sentence()).orElse(".");
    }

    /** What is wrong with this text as a new user's address. */
    public static Optional<EmailFault> fault(String typed) {
        return EmailFault.of(Visible.trimmed(typed));
    }

    /** The same as a sentence, for a problem of which it is the reason; null where nothing is wrong. */
    public static @Nullable String why(String typed) {
        return fault(typed).map(EmailFault::sentence).orElse(null);
    }

    private static Result<EmailAddress> refused(ErrorCode code, String typed, EmailFault fault) {
        return new Result.Refused<>(
                List.of(new Problem(code, Visible.value(typed.strip()), fault.sentence())));
    }

    /** The address in this text, or nothing where it can't be compared with any. Nothing is trimmed. */
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
     * The one form in which addresses are compared: the local part without its case, where a letter outside ASCII never
     * turns into one of ASCII (the Kelvin sign is no k), and the domain by its A-labels ({@link DomainName}). A domain
     * that is none is compared without its case and otherwise as it stands.
     */
    public String key() {
        boolean capitals = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                return withoutCase();
            }
            capitals |= c >= 'A' && c <= 'Z';
        }
        if (!DomainName.isPlain(typedDomain())) {
            return withoutCase();
        }
        return capitals ? value.toLowerCase(Locale.ROOT) : value;
    }

    private String withoutCase() {
        String domain = typedDomain();
        return lower(localPart())
                + '@'
                + (DomainName.isPlain(domain)
                        ? lower(domain)
                        : DomainName.of(domain).map(DomainName::value).orElse(lower(domain)));
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> {
                    int small = Character.toLowerCase(c);
                    return c >= 0x80 && small < 0x80 ? c : small;
                })
                .forEach(lower::appendCodePoint);
        return lower.toString();
    }

    /** The domain, in the form in which it is compared. */
    public String domain() {
        String key = key();
        return key.substring(key.indexOf('@') + 1);
    }

    /** The part before the @, unchanged. */
    public String localPart() {
        return value.substring(0, value.indexOf('@'));
    }

    /** Whether this is the other address but for how its international domain is written. */
    public boolean isInOtherLetters(EmailAddress other) {
        return localPart().equals(other.localPart())
                && !(DomainName.isPlain(typedDomain()) && DomainName.isPlain(other.typedDomain()))
                && key().equals(other.key());
    }

    /** The domain as mail goes to it; nothing where the address names none. */
    public Optional<DomainName> domainName() {
        return DomainName.of(typedDomain());
    }

    private String typedDomain() {
        return value.substring(value.indexOf('@') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
