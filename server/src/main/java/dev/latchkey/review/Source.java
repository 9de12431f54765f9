package dev.latchkey.review;

import dev.latchkey.shared.Visible;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whose export a file is, as its header line says, and what its columns mean. */
@SuppressWarnings("ImmutableEnumChecker") // the copies can't be changed
enum Source {
    /** The columns of Okta's user profiles. The login is what Okta sends unless an app says otherwise. */
    OKTA(
            "Okta",
            List.of("login", "firstname", "lastname", "email"),
            "login",
            List.of("firstname", "lastname"),
            "status",
            Set.of("deprovisioned", "suspended", "staged")),
    /** The bulk download of users. Entra sends the user principal name unless a claim says otherwise. */
    ENTRA(
            "Microsoft Entra ID",
            List.of("userprincipalname", "displayname"),
            "userprincipalname",
            List.of("displayname"),
            "accountenabled",
            Set.of("false")),
    /** The users' download of the Admin console; the name stands before what is in brackets. */
    GOOGLE(
            "Google Workspace",
            List.of("email address", "first name", "last name"),
            "email address",
            List.of("first name", "last name"),
            "status",
            Set.of("suspended", "archived", "deleted"));

    private final String title;
    private final List<String> marks;
    private final String address;
    private final List<String> names;
    private final String status;
    private final Set<String> inactive;

    Source(
            String title,
            List<String> marks,
            String address,
            List<String> names,
            String status,
            Set<String> inactive) {
        this.title = title;
        this.marks = List.copyOf(marks);
        this.address = address;
        this.names = List.copyOf(names);
        this.status = status;
        this.inactive = Set.copyOf(inactive);
    }

    public String title() {
        return title;
    }

    static Optional<Source> of(List<String> header) {
        List<String> plain = header.stream().map(Source::plain).toList();
        return Stream.of(values()).filter(each -> plain.containsAll(each.marks)).findFirst();
    }

    Columns columns(List<String> header) {
        List<String> plain = header.stream().map(Source::plain).toList();
        return new Columns(
                true,
                plain.indexOf(address),
                plain.indexOf(names.getFirst()),
                names.size() > 1 ? plain.indexOf(names.get(1)) : Columns.NONE,
                plain.indexOf(status),
                inactive);
    }

    static String plain(String heading) {
        String plain = Visible.plain(heading);
        int bracket = plain.indexOf('[');
        return (bracket > 0 ? plain.substring(0, bracket) : plain).strip().toLowerCase(Locale.ROOT);
    }
}
