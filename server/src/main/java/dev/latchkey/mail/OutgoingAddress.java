package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address in the form in which it leaves: its domain by A-labels, and nothing in it that SMTP or a header would take
 * for something else. What can't be written so has no OutgoingAddress, and no mail goes to anything else: SMTP's
 * library writes the low octet of each letter, which is another address.
 *
 * @param text ASCII, except for letters of the local part where {@code international}
 * @param international whether the local part is not ASCII, so that the server must offer SMTPUTF8 (RFC 6531)
 */
record OutgoingAddress(String text, boolean international) {
    /** RFC 5321 4.5.3.1.1, in octets. */
    private static final int LONGEST_LOCAL = 64;

    /** RFC 5321 4.1.2 and RFC 6531 3.3: an unquoted local part. */
    private static final String SIGNS = "!#$%&'*+-/=?^_`{|}~";

    /** The address as it leaves; nothing where no mail can be written to it. */
    static Optional<OutgoingAddress> of(EmailAddress address) {
        String local = address.localPart();
        return isLocalPart(local)
                ? address.domainName()
                        .map(domain ->
                                new OutgoingAddress(local + "@" + domain.value(), !isAscii(local)))
                : Optional.empty();
    }

    private static boolean isLocalPart(String local) {
        return !local.startsWith(".")
                && !local.endsWith(".")
                && !local.contains("..")
                && local.codePoints().allMatch(OutgoingAddress::isOfALocalPart)
                && local.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= LONGEST_LOCAL;
    }

    private static boolean isOfALocalPart(int c) {
        if (c >= 0x80) {
            return Character.isLetterOrDigit(c) || isMark(c);
        }
        return Character.isLetterOrDigit(c) || c == '.' || SIGNS.indexOf(c) >= 0;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** The same for the mail library. */
    InternetAddress internet(@Nullable String name) throws AddressException {
        InternetAddress address = new InternetAddress();
        address.setAddress(text);
        if (name != null) {
            try {
                address.setPersonal(name, java.nio.charset.StandardCharsets.UTF_8.name());
            } catch (java.io.UnsupportedEncodingException e) {
                throw new IllegalStateException(e);
            }
        }
        return address;
    }
}
