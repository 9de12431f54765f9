package dev.latchkey.saml;

import org.jspecify.annotations.Nullable;

/** Holds an InResponseTo against the request: an answer names it, an unsolicited Response names none. */
final class InResponseToCheck {
    private InResponseToCheck() {}

    static void check(
            @Nullable String found, @Nullable String requestId, String check, Ledger ledger) {
        if (requestId == null) {
            if (found == null) {
                ledger.pass(check, "none: unsolicited", null);
            } else {
                ledger.fail(Reason.IN_RESPONSE_TO_UNEXPECTED, check, "none: unsolicited", found);
            }
        } else if (found == null || found.isEmpty()) {
            ledger.fail(Reason.IN_RESPONSE_TO_MISSING, check, requestId, found);
        } else if (found.equals(requestId)) {
            ledger.pass(check, requestId, found);
        } else {
            ledger.fail(Reason.IN_RESPONSE_TO_MISMATCH, check, requestId, found);
        }
    }
}
