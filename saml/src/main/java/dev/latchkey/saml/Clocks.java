package dev.latchkey.saml;

import dev.latchkey.saml.xml.Shown;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What time it is, and how far the IdP's clock may be from ours: the same for every time in every message. */
final class Clocks {
    private final Instant now;
    private final Duration skew;
    private final String allowed;

    Clocks(Instant now, Duration skew) {
        this.now = now;
        this.skew = skew;
        this.allowed = skew.isZero() ? "" : ", with " + skew.toSeconds() + " s for the clocks";
    }

    /** The same where the IdP's clock may be ahead by so much more. */
    Clocks allowing(Duration more) {
        return more.isZero() ? this : new Clocks(now, skew.plus(more));
    }

    /** NotOnOrAfter is exclusive: at that very instant, the skew allowed for, it is over. */
    boolean isOver(Instant end) {
        return !now.minus(skew).isBefore(end);
    }

    /** Whether it has not come yet, the skew allowed for. */
    boolean isAhead(Instant start) {
        return now.plus(skew).isBefore(start);
    }

    /** Until when a message can come that ends then. */
    Instant lastOf(Instant end) {
        return end.plus(skew);
    }

    String wantedEnd() {
        return "after " + now + allowed;
    }

    String wantedStart() {
        return "not after " + now + allowed;
    }

    void checkEnd(String text, Reason late, String check, Ledger into) {
        Instant end = SamlTime.parse(text);
        if (end == null) {
            malformed(text, check, into);
        } else if (isOver(end)) {
            into.fail(late, check, wantedEnd(), Shown.value(text));
        } else {
            into.pass(check, "after now" + allowed, text);
        }
    }

    /** Of a NotBefore, and of what is said to have happened: that lies behind us. */
    void checkStart(@Nullable String text, String check, Ledger into) {
        Instant start = text == null ? null : SamlTime.parse(text);
        if (start == null) {
            malformed(text, check, into);
        } else if (isAhead(start)) {
            into.fail(Reason.NOT_YET_VALID, check, wantedStart(), Shown.found(text));
        } else {
            into.pass(check, "not after now" + allowed, text);
        }
    }

    private static void malformed(@Nullable String text, String check, Ledger into) {
        into.fail(Reason.TIME_MALFORMED, check, SamlTime.WANTED, Shown.found(text));
    }
}
