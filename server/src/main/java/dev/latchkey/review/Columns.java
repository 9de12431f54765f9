package dev.latchkey.review;

import dev.latchkey.shared.EmailAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where in a line what stands, counted from 0; {@link #NONE} where nothing does.
 *
 * @param header whether the first line names the columns
 * @param address the address that the IdP sends in SAML
 * @param name the whole name, or the first part of it
 * @param inactive what the status says of somebody who can't sign in, in small letters
 */
record Columns(
        boolean header, int address, int name, int secondName, int status, Set<String> inactive) {
    static final int NONE = -1;
    private static final Set<String> USUALLY_INACTIVE =
            Set.of(
                    "inactive",
                    "disabled",
                    "suspended",
                    "deprovisioned",
                    "deactivated",
                    "archived",
                    "deleted",
                    "blocked",
                    "false",
                    "no");
    private static final Set<String> ADDRESSES =
            Set.of("email", "e-mail", "mail", "email address", "login", "username", "user name");
    private static final Set<String> NAMES =
            Set.of("name", "full name", "display name", "displayname", "first name", "given name");
    private static final Set<String> SECOND_NAMES = Set.of("last name", "surname", "family name");
    private static final Set<String> STATES = Set.of("status", "state", "active", "enabled");

    Columns {
        inactive = Set.copyOf(inactive);
    }

    /** What a file that is nobody's export seems to say; a person looks at it before it is used. */
    static Columns guess(List<List<String>> lines) {
        List<String> first = lines.getFirst();
        boolean header = first.stream().noneMatch(cell -> EmailAddress.known(cell).isPresent());
        List<String> plain = first.stream().map(Source::plain).toList();
        int address = header ? first(plain, ADDRESSES) : NONE;
        return new Columns(
                header,
                address == NONE ? firstAddress(lines.getLast()) : address,
                header ? first(plain, NAMES) : NONE,
                header ? first(plain, SECOND_NAMES) : NONE,
                header ? first(plain, STATES) : NONE,
                USUALLY_INACTIVE);
    }

    private static int first(List<String> headings, Set<String> names) {
        for (int i = 0; i < headings.size(); i++) {
            if (names.contains(headings.get(i))) {
                return i;
            }
        }
        return NONE;
    }

    private static int firstAddress(List<String> line) {
        for (int i = 0; i < line.size(); i++) {
            if (EmailAddress.known(line.get(i)).isPresent()) {
                return i;
            }
        }
        return NONE;
    }

    /** The values that a person typed, separated by commas. */
    static Set<String> values(String typed) {
        return Arrays.stream(typed.split("[,;\\n]"))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .filter(value -> !value.isEmpty())
                .limit(50)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean active(String status) {
        return !inactive.contains(status.strip().toLowerCase(Locale.ROOT));
    }

    public String inactiveText() {
        return inactive.stream().sorted().collect(Collectors.joining(", "));
    }
}
