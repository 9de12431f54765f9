package dev.latchkey.saml;

import static dev.latchkey.saml.Names.SAML;

import dev.latchkey.saml.signature.Decryption;
import dev.latchkey.saml.signature.VerifiedElement;
import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlSpace;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checks of an assertion (SAML Profiles 4.1.4.2 and 4.1.4.3), and the reading of the identity in a verified one. */
final class AssertionChecks {
    /** What is shown of a value that has elements in it; no entity ID has blanks. */
    private static final String NOT_TEXT = "(elements, and not text alone)";

    /** As much as the skew may be set to. */
    private static final Duration MOST_BACKDATED = Duration.ofMinutes(5);

    private final Expectations expectations;
    private final Ledger ledger;
    private final Clocks clocks;
    private Instant spendUntil = Instant.EPOCH;

    AssertionChecks(Expectations expectations, Ledger ledger, Clocks clocks) {
        this.expectations = expectations;
        this.ledger = ledger;
        this.clocks = clocks;
    }

    /**
     * Makes every check but that of the email.
     *
     * @param response in which it came: where no IdP is expected, the two must at least agree on one
     */
    void check(XmlElement assertion, XmlElement response) {
        checkIssuer(assertion, response.only(SAML, "Issuer"));
        checkConfirmations(assertion);
        checkConditions(assertion);
        Clocks past = clocks.allowing(backdated(assertion));
        past.checkStart(response.attribute("IssueInstant"), "response IssueInstant", ledger);
        past.checkStart(assertion.attribute("IssueInstant"), "assertion IssueInstant", ledger);
        checkStatements(assertion, past);
    }

    /**
     * By how much an IdP lets its assertions begin before they are issued, because it knows that its clock is ahead of
     * others' (AD FS calls it NotBeforeSkew): so much it may be ahead in what it says has happened.
     */
    private static Duration backdated(XmlElement assertion) {
        XmlElement conditions = assertion.only(SAML, "Conditions");
        String start = conditions == null ? null : conditions.attribute("NotBefore");
        String issued = assertion.attribute("IssueInstant");
        Instant from = start == null ? null : SamlTime.parse(start);
        Instant to = issued == null ? null : SamlTime.parse(issued);
        if (from == null || to == null || !from.isBefore(to)) {
            return Duration.ZERO;
        }
        Duration given = Duration.between(from, to);
        return given.compareTo(MOST_BACKDATED) < 0 ? given : MOST_BACKDATED;
    }

    private void checkIssuer(XmlElement assertion, @Nullable XmlElement outer) {
        XmlElement issuer = assertion.only(SAML, "Issuer");
        if (issuer == null) {
            ledger.fail(Reason.ISSUER_MISSING, "assertion issuer", "an issuer", null);
            return;
        }
        String wanted = expectations.idpEntityId();
        if (wanted == null && outer != null) {
            wanted = IssuerCheck.value(outer);
        }
        IssuerCheck.check(issuer, wanted, "assertion issuer", ledger);
    }

    /** One bearer confirmation must hold; what is wrong with the first is told when none does. */
    private void checkConfirmations(XmlElement assertion) {
        XmlElement subject = assertion.only(SAML, "Subject");
        if (subject == null) {
            ledger.fail(Reason.SUBJECT_MISSING, "subject", "a Subject", null);
            return;
        }
        List<XmlElement> bearers = subject.elements(SAML, "SubjectConfirmation");
        bearers.removeIf(c -> !Names.BEARER.equals(c.attribute("Method")));
        for (XmlElement confirmation : bearers) {
            noteEnd(confirmation);
        }
        Ledger first = null;
        for (XmlElement confirmation : bearers) {
            Ledger own = new Ledger();
            checkBearer(confirmation, own);
            if (own.clean()) {
                ledger.include(own);
                return;
            }
            first = first == null ? own : first;
        }
        if (first == null) {
            ledger.fail(
                    Reason.SUBJECT_CONFIRMATION_MISSING,
                    "subject confirmation",
                    Names.BEARER,
                    null);
        } else {
            ledger.include(first);
        }
    }

    private void checkBearer(XmlElement confirmation, Ledger own) {
        XmlElement data = confirmation.only(SAML, "SubjectConfirmationData");
        if (data == null) {
            own.fail(
                    Reason.SUBJECT_CONFIRMATION_MISSING,
                    "subject confirmation",
                    "SubjectConfirmationData",
                    null);
            return;
        }
        String recipient = data.attribute("Recipient");
        if (recipient == null || recipient.isEmpty()) {
            own.fail(
                    Reason.RECIPIENT_MISSING,
                    "recipient",
                    expectations.acsUrl(),
                    Shown.found(recipient));
        } else if (recipient.equals(expectations.acsUrl())) {
            own.pass("recipient", expectations.acsUrl(), recipient);
        } else {
            own.fail(
                    Reason.RECIPIENT_MISMATCH,
                    "recipient",
                    expectations.acsUrl(),
                    Shown.value(recipient));
        }
        if (data.attribute("NotBefore") != null) {
            own.fail(
                    Reason.CONFIRMATION_NOT_BEFORE,
                    "confirmation",
                    "no NotBefore",
                    Shown.found(data.attribute("NotBefore")));
        }
        String notOnOrAfter = data.attribute("NotOnOrAfter");
        if (notOnOrAfter == null) {
            own.fail(Reason.CONFIRMATION_EXPIRY_MISSING, "confirmation", "a NotOnOrAfter", null);
        } else {
            clocks.checkEnd(
                    notOnOrAfter, Reason.CONFIRMATION_EXPIRED, "confirmation NotOnOrAfter", own);
        }
        InResponseToCheck.check(data, expectations.requestId(), "confirmation in response to", own);
    }

    /** The assertion can come again until the last of its confirmations has ended, whichever held today. */
    private void noteEnd(XmlElement confirmation) {
        XmlElement data = confirmation.only(SAML, "SubjectConfirmationData");
        String text = data == null ? null : data.attribute("NotOnOrAfter");
        Instant end = text == null ? null : SamlTime.parse(text);
        Instant last = end == null ? Instant.EPOCH : clocks.lastOf(end);
        if (last.isAfter(spendUntil)) {
            spendUntil = last;
        }
    }

    private void checkConditions(XmlElement assertion) {
        XmlElement conditions = assertion.only(SAML, "Conditions");
        if (conditions == null) {
            ledger.fail(
                    Reason.CONDITIONS_MISSING, "conditions", "Conditions with an audience", null);
            return;
        }
        String notBefore = conditions.attribute("NotBefore");
        if (notBefore != null) {
            clocks.checkStart(notBefore, "conditions NotBefore", ledger);
        }
        String notOnOrAfter = conditions.attribute("NotOnOrAfter");
        if (notOnOrAfter != null) {
            clocks.checkEnd(notOnOrAfter, Reason.EXPIRED, "conditions NotOnOrAfter", ledger);
        }
        boolean audience = false;
        for (XmlElement condition : conditions.elements()) {
            if (condition.is(SAML, "AudienceRestriction")) {
                audience = true;
                checkAudience(condition);
            } else if (!condition.is(SAML, "OneTimeUse")
                    && !condition.is(SAML, "ProxyRestriction")) {
                // OneTimeUse holds of every assertion here, and nothing is ever issued on the
                // strength of one.
                ledger.fail(
                        Reason.CONDITION_UNKNOWN,
                        "conditions",
                        "only known conditions",
                        Shown.value(condition.toString()));
            }
        }
        if (!audience) {
            ledger.fail(Reason.AUDIENCE_MISSING, "audience", expectations.spEntityId(), null);
        }
    }

    private void checkAudience(XmlElement restriction) {
        List<String> audiences = new ArrayList<>(1);
        for (XmlElement audience : restriction.elements(SAML, "Audience")) {
            String text = audience.text();
            audiences.add(text == null ? NOT_TEXT : XmlSpace.strip(text));
        }
        if (audiences.contains(expectations.spEntityId())) {
            ledger.pass("audience", expectations.spEntityId(), String.join(", ", audiences));
        } else {
            ledger.fail(
                    Reason.AUDIENCE_MISMATCH,
                    "audience",
                    expectations.spEntityId(),
                    Shown.values(audiences));
        }
    }

    private void checkStatements(XmlElement assertion, Clocks past) {
        List<XmlElement> statements = assertion.elements(SAML, "AuthnStatement");
        if (statements.isEmpty()) {
            ledger.fail(
                    Reason.AUTHN_STATEMENT_MISSING, "authn statement", "an AuthnStatement", null);
            return;
        }
        ledger.pass("authn statement", "an AuthnStatement", statements.size() + "");
        for (XmlElement statement : statements) {
            checkStatement(statement, past);
        }
    }

    /** An AuthnStatement says when, and how (SAML Core 2.7.2). */
    private void checkStatement(XmlElement statement, Clocks past) {
        String instant = statement.attribute("AuthnInstant");
        if (instant == null || statement.only(SAML, "AuthnContext") == null) {
            ledger.fail(
                    Reason.MALFORMED_ASSERTION,
                    "authn statement",
                    "an AuthnStatement with an AuthnInstant and one AuthnContext",
                    instant == null
                            ? "no AuthnInstant"
                            : statement.elements(SAML, "AuthnContext").size() + " of AuthnContext");
            return;
        }
        past.checkStart(instant, "authn instant", ledger);
        String end = statement.attribute("SessionNotOnOrAfter");
        if (end != null) {
            clocks.checkEnd(end, Reason.SESSION_EXPIRED, "session NotOnOrAfter", ledger);
        }
    }

    /**
     * For a message that is rejected anyway: says whether the email would have been readable. An encrypted NameID is
     * left alone, since our key opens nothing that nobody has vouched for.
     */
    void checkEmail(XmlElement assertion) {
        XmlElement subject = assertion.only(SAML, "Subject");
        if (subject == null || subject.elements(SAML, "EncryptedID").isEmpty()) {
            email(nameId(assertion), assertion, attributes(assertion));
        }
    }

    /** Reads the identity from the verified assertion; null when there is no email to read, which the ledger tells. */
    @Nullable Identity identity(
            VerifiedElement verified, String responseId, @Nullable String inResponseTo) {
        XmlElement assertion = verified.element();
        NameId nameId = nameId(assertion);
        Map<String, List<String>> attributes = attributes(assertion);
        String email = email(nameId, assertion, attributes);
        XmlElement issuer = assertion.only(SAML, "Issuer");
        String issuerValue = issuer == null ? null : IssuerCheck.value(issuer);
        if (email == null || issuerValue == null || !ledger.clean()) {
            return null;
        }
        List<XmlElement> statements = assertion.elements(SAML, "AuthnStatement");
        return new Identity(
                email,
                nameId,
                statements.getFirst().attribute("SessionIndex"),
                earliestSessionEnd(statements),
                attributes,
                issuerValue,
                responseId,
                ResponseJudge.required(assertion, "ID"),
                spendUntil,
                inResponseTo,
                verified.signedBy());
    }

    private static @Nullable Instant earliestSessionEnd(List<XmlElement> statements) {
        Instant earliest = null;
        for (XmlElement statement : statements) {
            String text = statement.attribute("SessionNotOnOrAfter");
            Instant end = text == null ? null : SamlTime.parse(text);
            if (end != null && (earliest == null || end.isBefore(earliest))) {
                earliest = end;
            }
        }
        return earliest;
    }

    private @Nullable NameId nameId(XmlElement assertion) {
        XmlElement subject = assertion.only(SAML, "Subject");
        if (subject == null) {
            return null;
        }
        XmlElement encrypted = subject.only(SAML, "EncryptedID");
        XmlElement plain = encrypted == null ? subject.only(SAML, "NameID") : opened(encrypted);
        if (plain == null) {
            return null;
        }
        NameId read = read(plain);
        if (read == null && !readsNameId()) {
            ledger.fail(Reason.NAME_ID_MISSING, "name id", "a NameID with text in it", null);
        }
        return read;
    }

    /** Whether the email is looked for in the NameID, which then says itself what is missing. */
    private boolean readsNameId() {
        return !(expectations.email() instanceof EmailSource.Attribute);
    }

    /** A NameID's parts; null where it is blank (SAML Core 1.3.1) or holds more than text. */
    static @Nullable NameId read(XmlElement element) {
        String value = element.text();
        if (value == null || XmlSpace.isBlank(value)) {
            return null;
        }
        return new NameId(
                value,
                element.attribute("Format"),
                element.attribute("NameQualifier"),
                element.attribute("SPNameQualifier"));
    }

    private @Nullable XmlElement opened(XmlElement encrypted) {
        List<PrivateKey> keys =
                expectations.decryptionKeys().stream().map(DecryptionKey::key).toList();
        if (keys.isEmpty()) {
            ledger.fail(
                    Reason.ENCRYPTION_NOT_EXPECTED,
                    "name id",
                    "a plain NameID",
                    "an encrypted one");
            return null;
        }
        Decryption.Opened opened =
                Decryption.open(
                        encrypted,
                        keys,
                        SignatureChecks.allowance(expectations.concessions()),
                        expectations.limits().bounds(),
                        expectations.limits().messageBytes());
        return switch (opened) {
            case Decryption.Plain plain when plain.document().root().is(SAML, "NameID") ->
                    plain.document().root();
            case Decryption.Refused refused -> {
                Opening.refused(refused, "name id", ledger);
                yield null;
            }
            case Decryption.TooLarge large -> {
                Opening.tooLarge(large, expectations.limits(), "name id", ledger);
                yield null;
            }
            case Decryption.Beyond beyond -> {
                Opening.beyond(beyond, "name id", ledger);
                yield null;
            }
            default -> {
                ledger.fail(
                        Reason.DECRYPTION_FAILED,
                        "name id",
                        "a NameID encrypted for our certificate",
                        null);
                yield null;
            }
        };
    }

    private static Map<String, List<String>> attributes(XmlElement assertion) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        for (XmlElement statement : assertion.elements(SAML, "AttributeStatement")) {
            for (XmlElement attribute : statement.elements(SAML, "Attribute")) {
                String name = attribute.attribute("Name");
                if (name != null) {
                    attributes.merge(name, values(attribute), AssertionChecks::joined);
                }
            }
        }
        attributes.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(attributes);
    }

    private static List<String> values(XmlElement attribute) {
        XmlElement only = attribute.only(SAML, "AttributeValue");
        if (only != null) {
            return List.of(only.deepText());
        }
        List<String> values = new ArrayList<>();
        for (XmlElement value : attribute.elements(SAML, "AttributeValue")) {
            values.add(value.deepText());
        }
        return values;
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = some instanceof ArrayList<String> grown ? grown : new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private @Nullable String email(
            @Nullable NameId nameId, XmlElement assertion, Map<String, List<String>> attributes) {
        return switch (expectations.email()) {
            case EmailSource.NameId source -> fromNameId(nameId, NameIdFormat.EMAIL_ADDRESS);
            case EmailSource.AnyNameIdFormat source -> fromNameId(nameId, null);
            case EmailSource.Attribute source ->
                    fromAttribute(source.name(), assertion, attributes);
        };
    }

    private @Nullable String fromNameId(@Nullable NameId nameId, @Nullable String format) {
        if (nameId == null) {
            ledger.fail(Reason.NAME_ID_MISSING, "email", "a NameID", null);
            return null;
        }
        if (format != null && !format.equals(nameId.format())) {
            String found =
                    nameId.format() == null
                            ? NameIdFormat.UNSPECIFIED + " (none given)"
                            : Shown.found(nameId.format());
            ledger.fail(Reason.NAME_ID_FORMAT, "email", format, found);
            return null;
        }
        return address(nameId.value(), "an email address in the NameID");
    }

    private @Nullable String fromAttribute(
            String name, XmlElement assertion, Map<String, List<String>> attributes) {
        List<String> values = attributes.get(name);
        if (values == null) {
            ledger.fail(Reason.ATTRIBUTE_MISSING, "email", Shown.value(name), came(attributes));
            return null;
        }
        if (values.size() > 1) {
            ledger.fail(
                    Reason.ATTRIBUTE_MULTIPLE,
                    "email",
                    "one value of " + Shown.value(name),
                    values.size() + " values");
            return null;
        }
        if (values.isEmpty() || XmlSpace.isBlank(values.getFirst())) {
            ledger.fail(
                    Reason.ATTRIBUTE_EMPTY,
                    "email",
                    "a value of " + Shown.value(name),
                    came(attributes));
            return null;
        }
        String wanted = "an email address in the attribute " + Shown.value(name);
        if (!isTextAlone(name, assertion)) {
            ledger.fail(Reason.EMAIL_MALFORMED, "email", wanted, NOT_TEXT);
            return null;
        }
        return address(values.getFirst(), wanted);
    }

    /** Names count to the letter, and so does a blank. */
    private static String came(Map<String, List<String>> attributes) {
        return attributes.isEmpty()
                ? "no attributes at all"
                : "attributes that came: " + Shown.values(attributes.keySet());
    }

    /** Whether no value of the attribute has elements in it, whose texts would read as one. */
    private static boolean isTextAlone(String name, XmlElement assertion) {
        for (XmlElement statement : assertion.elements(SAML, "AttributeStatement")) {
            for (XmlElement attribute : statement.elements(SAML, "Attribute")) {
                if (name.equals(attribute.attribute("Name"))
                        && attribute.elements(SAML, "AttributeValue").stream()
                                .anyMatch(value -> value.text() == null)) {
                    return false;
                }
            }
        }
        return true;
    }

    private @Nullable String address(String text, String wanted) {
        if (!EmailSyntax.isAddress(text)) {
            ledger.fail(Reason.EMAIL_MALFORMED, "email", wanted, Shown.value(text));
            return null;
        }
        ledger.pass("email", "an email address", text);
        return text;
    }
}
