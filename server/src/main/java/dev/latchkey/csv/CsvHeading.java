package dev.latchkey.csv;

import dev.latchkey.shared.Visible;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people and programs write above a column, in small letters and without what stands between the words. */
public enum CsvHeading {
    ADDRESS(
            "email",
            "emails",
            "emailaddress",
            "emailaddresses",
            "mail",
            "mails",
            "mailaddress",
            "address",
            "addresses",
            "login",
            "username",
            "userprincipalname",
            "recipient",
            "recipients",
            "finalrecipient",
            "emailadresse",
            "mailadresse",
            "adresse"),
    USER("sid", "usersid", "userid", "user", "users", "id"),
    DOMAIN("domain", "domains", "domainname", "emaildomain"),
    ACCOUNT("account", "accounts", "accountid", "accountsid", "sid", "id");

    @SuppressWarnings("ImmutableEnumChecker") // Set.of can't be changed
    private final Set<String> words;

    CsvHeading(String... words) {
        this.words = Set.of(words);
    }

    /** Whether this cell is such a heading, and nothing more. */
    public boolean is(String cell) {
        return words.contains(
                Visible.plain(cell).toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", ""));
    }

    /** Where the first of these headings stands that the line has; null where it is no line of headings. */
    public static @Nullable Integer place(List<String> cells, List<CsvHeading> wanted) {
        if (cells.stream().anyMatch(cell -> cell.indexOf('@') >= 0)) {
            return null;
        }
        for (CsvHeading heading : wanted) {
            for (int i = 0; i < cells.size(); i++) {
                if (heading.is(cells.get(i))) {
                    return i;
                }
            }
        }
        return null;
    }
}
