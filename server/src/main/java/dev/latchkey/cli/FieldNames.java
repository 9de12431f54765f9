package dev.latchkey.cli;

import java.util.Arrays;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The names that a line of a batch may use. A name of the caller's own is passed over, but one that is nearly ours is
 * refused: a misspelled {@code requestId} would silently allow more than was meant.
 */
final class FieldNames {
    private static final int NEAR = 2;
    private static final int LONG_ENOUGH_TO_MISSPELL = 5;
    private static final Set<String> KNOWN =
            Set.of(
                    "id",
                    "response",
                    "certificates",
                    "idpEntityId",
                    "spEntityId",
                    "acsUrl",
                    "requestId",
                    "now",
                    "clockSkewSeconds",
                    "email",
                    "signature",
                    "decryptionKeys",
                    "allow");

    private FieldNames() {}

    static void refuseMisspelled(JsonNode line) throws UnusableInput {
        for (String name : line.propertyNames()) {
            if (KNOWN.contains(name)) {
                continue;
            }
            for (String known : KNOWN) {
                if (isNear(name, known)) {
                    throw new UnusableInput(
                            "\"" + name + "\" is unknown; is \"" + known + "\" meant?");
                }
            }
        }
    }

    private static boolean isNear(String name, String known) {
        return name.equalsIgnoreCase(known)
                || (known.length() >= LONG_ENOUGH_TO_MISSPELL
                        && Math.abs(name.length() - known.length()) <= NEAR
                        && distance(name, known) <= NEAR);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
