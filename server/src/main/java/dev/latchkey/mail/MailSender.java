package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom every mail is from: LATCHKEY_MAIL_FROM.
 *
 * @param name what people read beside the address
 */
record MailSender(OutgoingAddress address, @Nullable String name) {
    /** Throws IllegalArgumentException, with what to change, for what is not one address. */
    static MailSender parse(String setting) {
        InternetAddress[] parsed;
        try {
            // Not strict: the domain may be in letters, which is looked at below.
            parsed = InternetAddress.parseHeader(setting.strip(), true);
        } catch (AddressException e) {
            throw unusable();
        }
        if (parsed.length != 1 || parsed[0].isGroup() || parsed[0].getAddress() == null) {
            throw unusable();
        }
        OutgoingAddress address =
                EmailAddress.parse(parsed[0].getAddress())
                        .flatMap(OutgoingAddress::of)
                        .filter(each -> !each.international())
                        .orElseThrow(MailSender::unusable);
        String name =
                Optional.ofNullable(parsed[0].getPersonal())
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .orElse(null);
        if (name != null && name.codePoints().anyMatch(Character::isISOControl)) {
            throw unusable();
        }
        return new MailSender(address, name);
    }

    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException(
                "LATCHKEY_MAIL_FROM must be one address whose part before the @ is ASCII, such as"
                        + " sso@vendor.example or \"Support, Vendor GmbH\" <sso@vendor.example>; a name with a"
                        + " comma or another sign than letters needs the quotes");
    }

    InternetAddress internet() throws AddressException {
        return address.internet(name);
    }

    String domain() {
        return address.text().substring(address.text().indexOf('@') + 1);
    }
}
