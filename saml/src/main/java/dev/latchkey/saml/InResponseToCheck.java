package dev.latchkey.saml;

import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/** Holds an InResponseTo against the request: an answer names it, an unsolicited Response names none. */
final class InResponseToCheck {
    private InResponseToCheck() {}

    /**
     * The request that a Response or its confirmation names. An empty InResponseTo, which must not be there (SAML Core
     * 3.2.2), names none: some IdPs write one when nobody asked them.
     */
    static @Nullable String named(XmlElement element) {
        String value = element.attribute("InResponseTo");
        return value == null || value.isEmpty() ? null : value;
    }

    static void check(XmlElement element, @Nullable String requestId, String check, Ledger ledger) {
        String found = named(element);
        if (requestId == null) {
            if (found == null) {
                ledger.pass(check, "none: unsolicited", null);
            } else {
                ledger.fail(
                        Reason.IN_RESPONSE_TO_UNEXPECTED,
                        check,
                        "none: unsolicited",
                        Shown.value(found));
            }
        } else if (found == null) {
            ledger.fail(Reason.IN_RESPONSE_TO_MISSING, check, requestId, null);
        } else if (found.equals(requestId)) {
            ledger.pass(check, requestId, found);
        } else {
            ledger.fail(Reason.IN_RESPONSE_TO_MISMATCH, check, requestId, Shown.value(found));
        }
    }
}
