package dev.latchkey.saml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes every check; the first that fails is the reason of the verdict. */
final class Ledger {
    private final List<Check> checks = new ArrayList<>(24);
    private @Nullable Reason reason;
    private @Nullable String expected;
    private @Nullable String found;

    void pass(String check, String expected, @Nullable String found) {
        checks.add(new Check(check, true, expected, found, null));
    }

    void fail(Reason reason, String check, String expected, @Nullable String found) {
        checks.add(new Check(check, false, expected, found, reason));
        if (this.reason == null) {
            this.reason = reason;
            this.expected = expected;
            this.found = found;
        }
    }

    /** Takes over what another ledger holds, with its reason. */
    void include(Ledger other) {
        checks.addAll(other.checks);
        if (reason == null) {
            reason = other.reason;
            expected = other.expected;
            found = other.found;
        }
    }

    boolean clean() {
        return reason == null;
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    Verdict.Rejected rejection() {
        if (reason == null) {
            throw new IllegalStateException("nothing has failed");
        }
        return new Verdict.Rejected(reason, expected, found, checks());
    }
}
