package dev.latchkey.imports;

import dev.latchkey.shared.Visible;
import java.util.List;

/**
 * The lines of a file of users, as they stand.
 *
 * @param ignored the names of the columns that mean nothing here
 */
record Sheet(List<Line> lines, List<String> ignored) {
    Sheet {
        lines = List.copyOf(lines);
        ignored = List.copyOf(ignored);
    }

    /**
     * One user.
     *
     * @param number of the line in the file on which it begins, from 1
     * @param overflows whether the line has more cells than the header
     */
    record Line(
            int number,
            String email,
            String name,
            String admin,
            String kind,
            String accounts,
            boolean overflows) {
        /** The address with what can't be seen made visible. */
        public String shownEmail() {
            return Visible.value(email);
        }

        /** In characters. */
        int length() {
            return email.length()
                    + name.length()
                    + admin.length()
                    + kind.length()
                    + accounts.length();
        }

        boolean saysTheSameAs(Line other) {
            return email.equals(other.email)
                    && name.equals(other.name)
                    && admin.equals(other.admin)
                    && kind.equals(other.kind)
                    && accounts.equals(other.accounts)
                    && overflows == other.overflows;
        }
    }
}
