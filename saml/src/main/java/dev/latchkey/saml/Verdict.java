package dev.latchkey.saml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the judge says of a Response. */
public sealed interface Verdict {
    /** Every check that was made, the failed ones too, in the order in which they count. */
    List<Check> checks();

    record Accepted(Identity identity, List<Check> checks) implements Verdict {}

    /**
     * Nobody signed in.
     *
     * @param reason the first check that failed
     * @param expected what was wanted, where that can be said
     * @param found what arrived, where something did; hostile text, to be shown to operators and admins only
     */
    record Rejected(
            Reason reason, @Nullable String expected, @Nullable String found, List<Check> checks)
            implements Verdict {}
}
