package dev.latchkey.saml;

import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlSpace;
import org.jspecify.annotations.Nullable;

/** Holds an Issuer against the IdP's entity ID (SAML Core 2.2.5). White space around it is layout, not identity. */
final class IssuerCheck {
    private IssuerCheck() {}

    /** The entity ID, or null where there is none to read. */
    static @Nullable String value(XmlElement issuer) {
        String text = issuer.text();
        String format = issuer.attribute("Format");
        boolean entity = format == null || format.equals(Names.ENTITY_FORMAT);
        return text == null || XmlSpace.isBlank(text) || !entity ? null : XmlSpace.strip(text);
    }

    static void check(XmlElement issuer, @Nullable String wanted, String check, Ledger ledger) {
        String value = value(issuer);
        String expected = wanted == null ? "an issuer" : wanted;
        if (value == null) {
            ledger.fail(Reason.ISSUER_MISSING, check, expected, null);
        } else if (wanted != null && !value.equals(wanted)) {
            ledger.fail(Reason.ISSUER_MISMATCH, check, expected, Shown.value(value));
        } else {
            ledger.pass(check, expected, value);
        }
    }
}
