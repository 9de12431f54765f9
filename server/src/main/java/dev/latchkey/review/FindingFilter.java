package dev.latchkey.review;

import dev.latchkey.shared.UserId;
import java.util.UUID;

/**
 * What of a kind is shown.
 *
 * @param show {@code open} or {@code accepted}
 * @param text a part of the address or the name, or empty
 * @param afterKey the address after which the page begins, with the user's id; empty for the first page
 */
record FindingFilter(String show, String text, String afterKey, String afterId) {
    static final int SIZE = 50;
    private static final UUID LOWEST = new UUID(0, 0);

    FindingFilter {
        show = show.equals("accepted") ? show : "open";
        text = text.strip();
    }

    String pattern() {
        String escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "%" + escaped + "%";
    }

    UUID lowest() {
        return UserId.parse(afterId).map(UserId::value).orElse(LOWEST);
    }

    FindingFilter after(FoundUser last) {
        return new FindingFilter(show, text, last.key(), last.user().toString());
    }
}
