package dev.latchkey.saml;

import static dev.latchkey.saml.Names.DS;
import static dev.latchkey.saml.Names.SAML;
import static dev.latchkey.saml.Names.SAMLP;

import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlElement;
import java.util.Set;

/**
 * The shape of a Response before anything is believed of it: what must be there is there once, nothing unknown is, and
 * no assertion or signature stands where a wrapping attack would put it.
 */
final class ResponseShape {
    private static final Set<String> ONCE_IN_ASSERTION =
            Set.of("Issuer", "Subject", "Conditions", "Advice");
    private static final Set<String> STATEMENTS =
            Set.of("Statement", "AuthnStatement", "AuthzDecisionStatement", "AttributeStatement");
    private static final Set<String> IDENTIFIERS = Set.of("BaseID", "NameID", "EncryptedID");

    private ResponseShape() {}

    static boolean holds(XmlDocument document, Ledger ledger) {
        XmlElement root = document.root();
        if (!root.is(SAMLP, "Response")) {
            ledger.fail(
                    Reason.NOT_A_RESPONSE,
                    "message",
                    "a samlp:Response",
                    Shown.value("{" + root.namespaceUri() + "}" + root));
            return false;
        }
        if (document.repeatedId() != null) {
            ledger.fail(
                    Reason.DUPLICATE_ID, "ids", "each ID once", Shown.found(document.repeatedId()));
            return false;
        }
        return headHolds(root, ledger)
                && childrenHold(root, ledger)
                && assertionCountHolds(root, ledger);
    }

    private static boolean headHolds(XmlElement root, Ledger ledger) {
        if (headHolds(root)) {
            return true;
        }
        ledger.fail(
                Reason.MALFORMED_RESPONSE,
                "response",
                "an ID, Version 2.0 and an IssueInstant",
                "ID "
                        + shown(root, "ID")
                        + ", Version "
                        + shown(root, "Version")
                        + ", IssueInstant "
                        + shown(root, "IssueInstant"));
        return false;
    }

    private static String shown(XmlElement element, String attribute) {
        String value = element.attribute(attribute);
        return value == null ? "none" : Shown.value(value);
    }

    private static boolean headHolds(XmlElement element) {
        String id = element.attribute("ID");
        String issued = element.attribute("IssueInstant");
        return id != null
                && !id.isEmpty()
                && "2.0".equals(element.attribute("Version"))
                && issued != null
                && SamlTime.parse(issued) != null;
    }

    private static boolean childrenHold(XmlElement root, Ledger ledger) {
        int issuers = 0;
        int statuses = 0;
        int signatures = 0;
        for (XmlElement child : root.elements()) {
            if (child.is(SAML, "Issuer")) {
                issuers++;
            } else if (child.is(SAMLP, "Status")) {
                statuses++;
            } else if (child.is(DS, "Signature")) {
                signatures++;
            } else if (!isAssertion(child) && !child.is(SAMLP, "Extensions")) {
                ledger.fail(
                        Reason.MALFORMED_RESPONSE,
                        "response",
                        "only what the schema has",
                        Shown.value(child.toString()));
                return false;
            }
        }
        if (issuers > 1 || statuses != 1 || signatures > 1) {
            ledger.fail(
                    Reason.MALFORMED_RESPONSE,
                    "response",
                    "a Status, and Issuer and Signature once",
                    null);
            return false;
        }
        return true;
    }

    private static boolean isAssertion(XmlElement element) {
        return element.is(SAML, "Assertion") || element.is(SAML, "EncryptedAssertion");
    }

    private static boolean assertionCountHolds(XmlElement root, Ledger ledger) {
        Stray stray = new Stray();
        stray.look(root, 0);
        if (stray.assertion) {
            ledger.fail(
                    Reason.ASSERTION_MISPLACED,
                    "assertion",
                    "one, directly in the Response",
                    "another elsewhere");
            return false;
        }
        if (stray.signature) {
            ledger.fail(
                    Reason.SIGNATURE_MISPLACED,
                    "signature",
                    "only in Response or Assertion",
                    "one elsewhere");
            return false;
        }
        int assertions = 0;
        for (XmlElement child : root.elements()) {
            assertions += isAssertion(child) ? 1 : 0;
        }
        if (assertions > 1) {
            ledger.fail(
                    Reason.SEVERAL_ASSERTIONS,
                    "assertion",
                    "one assertion",
                    assertions + " of them");
            return false;
        }
        boolean success = isSuccess(root);
        if (assertions == 0 && success) {
            ledger.fail(Reason.ASSERTION_MISSING, "assertion", "one assertion", null);
            return false;
        }
        XmlElement plain = root.only(SAML, "Assertion");
        if (plain != null && !partsHold(plain)) {
            ledger.fail(
                    Reason.MALFORMED_ASSERTION,
                    "assertion",
                    "an assertion as the schema has it",
                    null);
            return false;
        }
        return true;
    }

    private static boolean isSuccess(XmlElement root) {
        XmlElement status = root.only(SAMLP, "Status");
        XmlElement code = status == null ? null : status.only(SAMLP, "StatusCode");
        return code != null && Names.SUCCESS.equals(code.attribute("Value"));
    }

    /** Whether an assertion that was decrypted is one as the schema has it, with nothing in it that belongs elsewhere. */
    static boolean assertionHolds(XmlElement assertion) {
        Stray stray = new Stray();
        stray.look(assertion, 1);
        return partsHold(assertion) && !stray.assertion && !stray.signature;
    }

    /** Whether an Assertion has its head and each child at most as often as the schema allows (SAML Core 2.3.3). */
    private static boolean partsHold(XmlElement assertion) {
        int signatures = 0;
        for (XmlElement child : assertion.elements()) {
            if (child.is(DS, "Signature")) {
                signatures++;
            } else if (!child.namespaceUri().equals(SAML)) {
                return false;
            } else if (ONCE_IN_ASSERTION.contains(child.localName())) {
                if (assertion.only(SAML, child.localName()) == null || !subjectHolds(child)) {
                    return false;
                }
            } else if (!STATEMENTS.contains(child.localName())) {
                return false;
            }
        }
        return signatures <= 1 && headHolds(assertion);
    }

    /** A Subject has one identifier at most, plain or encrypted, and confirmations (SAML Core 2.4.1). */
    private static boolean subjectHolds(XmlElement element) {
        if (!element.localName().equals("Subject")) {
            return true;
        }
        int identifiers = 0;
        for (XmlElement child : element.elements()) {
            if (!child.namespaceUri().equals(SAML)) {
                return false;
            }
            if (IDENTIFIERS.contains(child.localName())) {
                identifiers++;
            } else if (!child.localName().equals("SubjectConfirmation")) {
                return false;
            }
        }
        return identifiers <= 1;
    }

    /**
     * Looks for assertions and signatures where none belong. What the assertion's Advice holds does not bear on it
     * (SAML Core 2.6.1): nobody reads it, nothing in it is ever verified, and its IDs are as unique as all others.
     */
    private static final class Stray {
        private boolean assertion;
        private boolean signature;

        /**
         * Looks through an element and all in it.
         *
         * @param depth 0 for the Response, 1 for the assertion, be it in the Response or decrypted
         */
        void look(XmlElement element, int depth) {
            for (int i = 0; i < element.childCount(); i++) {
                if (element.child(i) instanceof XmlElement child) {
                    note(element, child, depth == 0);
                    boolean advice =
                            depth == 1 && child.is(SAML, "Advice") && element.is(SAML, "Assertion");
                    if (!advice) {
                        look(child, depth + 1);
                    }
                }
            }
        }

        private void note(XmlElement parent, XmlElement child, boolean inRoot) {
            switch (child.localName()) {
                case "Assertion", "EncryptedAssertion" ->
                        assertion |= isAssertion(child) && !inRoot;
                case "Response" -> assertion |= child.is(SAMLP, "Response");
                case "Signature" ->
                        signature |=
                                child.is(DS, "Signature")
                                        && !inRoot
                                        && !parent.is(SAML, "Assertion");
                default -> {
                    // It may stand anywhere as far as this goes.
                }
            }
        }
    }
}
