package dev.latchkey.cohorts;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Visible;
import org.jspecify.annotations.Nullable;

/**
 * A line that was not taken.
 *
 * @param number counted from 1
 * @param text what it says, with what can't be seen made visible, and cut where it is long
 * @param why a sentence that says more than the code does; null where there is nothing more to say
 */
public record BadLine(int number, String text, ErrorCode code, @Nullable String why) {
    public BadLine {
        text = Visible.value(text);
    }

    public BadLine(int number, String text, ErrorCode code) {
        this(number, text, code, reason(text, code));
    }

    private static @Nullable String reason(String text, ErrorCode code) {
        if (code == CohortError.DOMAIN_MALFORMED) {
            return EmailAddress.why(text.contains("@") ? "x" + text : "x@" + text);
        }
        boolean named = code == CohortError.USER_SID_MALFORMED && text.contains("@");
        return named ? EmailAddress.why(text) : null;
    }
}
