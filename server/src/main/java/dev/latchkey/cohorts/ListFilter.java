package dev.latchkey.cohorts;

import dev.latchkey.shared.UserId;
import java.util.UUID;

/**
 * What of a list is shown.
 *
 * @param decision {@code IN}, {@code OUT}, or empty for both
 * @param text a part of the address or the name, or empty
 * @param afterKey the address after which the page begins, with the user's id; empty for the first page
 */
public record ListFilter(String decision, String text, String afterKey, String afterId) {
    static final int SIZE = 50;
    static final UUID LOWEST = new UUID(0, 0);

    public static final ListFilter ALL = new ListFilter("", "", "", "");

    public ListFilter {
        decision = decision.equals("IN") || decision.equals("OUT") ? decision : "";
        text = text.strip();
    }

    String pattern() {
        String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "%" + escaped + "%";
    }

    UUID lowest() {
        return UserId.parse(afterId).map(UserId::value).orElse(LOWEST);
    }

    /** The filter of the page behind this line. */
    ListFilter after(String key, UserId id) {
        return new ListFilter(decision, text, key, id.toString());
    }
}
