package dev.latchkey.csv;

import dev.latchkey.shared.Visible;
import java.util.List;
import java.util.Locale;
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

    /** Between bars. */
    private final String words;

    CsvHeading(String... words) {
        this.words = '|' + String.join("|", words) + '|';
    }

    /** Whether this cell is such a heading, and nothing more. */
    public boolean is(String cell) {
        String word = Visible.plain(cell).toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
        return !word.isEmpty() && word.indexOf('|') < 0 && words.contains('|' + word + '|');
    }

    /** Where the first of these headings stands that the line has; null where it is no line of headings. */
    public static @Nullable Integer place(List<String> cells, List<CsvHeading> wanted) {
        if (cells.stream().anyMatch(cell -> cell.contains("@"))) {
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
