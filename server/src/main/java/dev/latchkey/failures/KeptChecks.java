package dev.latchkey.failures;

import dev.latchkey.saml.Check;
import dev.latchkey.shared.Visible;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of a failure as they are kept: a hostile message can have thousands, with texts as long as itself. */
final class KeptChecks {
    private static final int LONGEST_TEXT = 1_000;
    private static final int MOST_CHARACTERS = 20_000;

    private KeptChecks() {}

    /** The first ones that there is room for; the last then says how many more there were. */
    static List<Check> of(List<Check> checks) {
        List<Check> kept = new ArrayList<>();
        int characters = 0;
        for (Check check : checks) {
            Check shorter =
                    new Check(
                            check.check(),
                            check.passed(),
                            cut(check.expected()),
                            check.found() == null ? null : cut(check.found()),
                            check.reason());
            characters += length(shorter.check(), shorter.expected(), shorter.found());
            if (characters > MOST_CHARACTERS) {
                kept.add(rest(checks.size() - kept.size()));
                break;
            }
            kept.add(shorter);
        }
        return kept;
    }

    /** As they are shown: what can't be seen shows by its number. */
    static List<Check> shown(List<Check> kept) {
        return kept.stream()
                .map(check ->
                        new Check(
                                check.check(),
                                check.passed(),
                                Visible.text(check.expected()),
                                check.found() == null ? null : Visible.text(check.found()),
                                check.reason()))
                .toList();
    }

    private static Check rest(int left) {
        return new Check("further checks", false, "as many as are kept", left + " more", null);
    }

    private static int length(String check, String expected, @Nullable String found) {
        // With room for the names of the fields, so that short checks count too.
        return 100 + check.length() + expected.length() + (found == null ? 0 : found.length());
    }

    /** Cut short, and without the null character, which the database's texts can't hold. */
    private static String cut(String hostile) {
        String text = hostile.replace("\0", "");
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        boolean splitsLetter = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
        return text.substring(0, splitsLetter ? LONGEST_TEXT - 1 : LONGEST_TEXT) + " …";
    }
}
