package dev.latchkey.saml;

import static dev.latchkey.saml.Names.SAML;
import static dev.latchkey.saml.Names.SAMLP;

import dev.latchkey.saml.signature.Decryption;
import dev.latchkey.saml.signature.VerifiedElement;
import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlSpace;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges Responses (SAML Profiles 4.1.4). A function: everything it needs comes in as arguments.
 *
 * <p>The identity is read from a {@link VerifiedElement} and from nothing else. When something has failed, the
 * remaining checks are still made over the unverified assertion, so that a failed test shows all that is wrong; what
 * they find goes into the list of checks and nowhere else.
 */
public final class ResponseJudge {
    private final XmlElement response;
    private final XmlDocument document;
    private final Expectations expectations;
    private final Instant now;
    private final Clocks clocks;
    private final Ledger ledger = new Ledger();

    private ResponseJudge(XmlDocument document, Expectations expectations, Instant now) {
        this.document = document;
        this.response = document.root();
        this.expectations = expectations;
        this.now = now;
        this.clocks = new Clocks(now, expectations.clockSkew());
    }

    /** Says who signed in, or why nobody did. Never throws for anything that arrived from outside. */
    public static Verdict judge(ReceivedResponse received, Expectations expectations, Instant now) {
        XmlDocument document = received.document();
        if (document == null) {
            Ledger ledger = new Ledger();
            Reason reason = received.unreadable() == null ? Reason.NOT_XML : received.unreadable();
            ledger.fail(reason, "message", "a readable message", received.detail());
            return ledger.rejection();
        }
        return new ResponseJudge(document, expectations, now).verdict();
    }

    private Verdict verdict() {
        if (!ResponseShape.holds(document, ledger) || !statusIsSuccess()) {
            return ledger.rejection();
        }
        String responseId = required(response, "ID");
        SignatureChecks signatures = new SignatureChecks(expectations, ledger, now);
        VerifiedElement verifiedResponse = signatures.verify(response, "response signature");
        checkEnvelope(verifiedResponse != null);

        XmlElement carried = onlyAssertion();
        XmlElement assertion = carried;
        VerifiedElement verified =
                verifiedResponse == null ? null : verifiedResponse.child(carried);
        if (carried.is(SAML, "EncryptedAssertion")) {
            assertion = signatures.opens(response, verifiedResponse) ? decrypt(carried) : null;
            if (assertion == null) {
                return ledger.rejection();
            }
            verified = verified == null ? null : Decryption.covered(verified, assertion);
        } else if (expectations.encryption() == EncryptionPolicy.REQUIRED) {
            ledger.fail(
                    Reason.ENCRYPTION_REQUIRED,
                    "encryption",
                    "an encrypted assertion",
                    "a plain one");
        }
        VerifiedElement ownSignature = signatures.verify(assertion, "assertion signature");
        signatures.requirePolicy(verifiedResponse != null, ownSignature != null);
        if (ownSignature != null) {
            verified = ownSignature;
        }
        AssertionChecks checks = new AssertionChecks(expectations, ledger, clocks);
        checks.check(assertion, response);
        if (verified == null || !ledger.clean()) {
            checks.checkEmail(assertion);
            return ledger.rejection();
        }
        Identity identity =
                checks.identity(verified, responseId, InResponseToCheck.named(response));
        return identity == null
                ? ledger.rejection()
                : new Verdict.Accepted(identity, ledger.checks());
    }

    private boolean statusIsSuccess() {
        XmlElement status = response.only(SAMLP, "Status");
        XmlElement code = status == null ? null : status.only(SAMLP, "StatusCode");
        String value = code == null ? null : code.attribute("Value");
        if (Names.SUCCESS.equals(value)) {
            ledger.pass("status", Names.SUCCESS, value);
            return true;
        }
        ledger.fail(
                Reason.STATUS_NOT_SUCCESS,
                "status",
                Names.SUCCESS,
                status == null ? null : describe(status, code));
        return false;
    }

    private static String describe(XmlElement status, @Nullable XmlElement code) {
        StringBuilder text = new StringBuilder();
        for (XmlElement at = code; at != null; at = at.only(SAMLP, "StatusCode")) {
            text.append(text.isEmpty() ? "" : " / ").append(Shown.found(at.attribute("Value")));
        }
        if (text.isEmpty()) {
            text.append("not one StatusCode");
        }
        XmlElement message = status.only(SAMLP, "StatusMessage");
        return message == null
                ? text.toString()
                : text.append(": ")
                        .append(Shown.value(XmlSpace.strip(message.deepText())))
                        .toString();
    }

    private void checkEnvelope(boolean signed) {
        checkDestination();
        XmlElement issuer = response.only(SAML, "Issuer");
        if (issuer == null) {
            boolean needed = signed || response.only(SAML, "EncryptedAssertion") != null;
            if (needed) {
                ledger.fail(Reason.ISSUER_MISSING, "response issuer", issuerWanted(), null);
            }
        } else {
            IssuerCheck.check(issuer, expectations.idpEntityId(), "response issuer", ledger);
        }
        InResponseToCheck.check(response, expectations.requestId(), "in response to", ledger);
    }

    private String issuerWanted() {
        return expectations.idpEntityId() == null ? "an issuer" : expectations.idpEntityId();
    }

    private void checkDestination() {
        String destination = response.attribute("Destination");
        String wanted = expectations.acsUrl();
        if (destination == null || destination.isEmpty()) {
            if (expectations.concessions().contains(Concession.NO_DESTINATION)) {
                ledger.pass("destination", wanted + ", or none", null);
            } else {
                ledger.fail(
                        Reason.DESTINATION_MISSING,
                        "destination",
                        wanted,
                        Shown.found(destination));
            }
        } else if (destination.equals(wanted)) {
            ledger.pass("destination", wanted, destination);
        } else {
            ledger.fail(
                    Reason.DESTINATION_MISMATCH, "destination", wanted, Shown.found(destination));
        }
    }

    private XmlElement onlyAssertion() {
        XmlElement plain = response.only(SAML, "Assertion");
        XmlElement found = plain != null ? plain : response.only(SAML, "EncryptedAssertion");
        if (found == null) {
            throw new IllegalStateException("the shape was checked before");
        }
        return found;
    }

    private @Nullable XmlElement decrypt(XmlElement encrypted) {
        if (expectations.decryptionKeys().isEmpty()) {
            ledger.fail(
                    Reason.ENCRYPTION_NOT_EXPECTED,
                    "encryption",
                    "a plain assertion",
                    "an encrypted one");
            return null;
        }
        List<PrivateKey> keys =
                expectations.decryptionKeys().stream().map(DecryptionKey::key).toList();
        Decryption.Opened opened =
                Decryption.open(
                        encrypted,
                        keys,
                        SignatureChecks.allowance(expectations.concessions()),
                        expectations.limits().bounds(),
                        expectations.limits().messageBytes());
        return switch (opened) {
            case Decryption.Refused refused -> {
                Opening.refused(refused, "encryption", ledger);
                yield null;
            }
            case Decryption.TooLarge large -> {
                Opening.tooLarge(large, expectations.limits(), "encryption", ledger);
                yield null;
            }
            case Decryption.Beyond beyond -> {
                Opening.beyond(beyond, "encryption", ledger);
                yield null;
            }
            case Decryption.Failed failed -> {
                failedToOpen();
                yield null;
            }
            case Decryption.Plain plain -> sound(plain.document());
        };
    }

    private void failedToOpen() {
        ledger.fail(
                Reason.DECRYPTION_FAILED,
                "encryption",
                "an assertion encrypted for our certificate",
                null);
    }

    /** What was decrypted is held to the same: an Assertion, with no ID that the Response has too. */
    private @Nullable XmlElement sound(XmlDocument plain) {
        if (!plain.root().is(SAML, "Assertion") || !ResponseShape.assertionHolds(plain.root())) {
            failedToOpen();
            return null;
        }
        if (plain.repeatedId() != null || plain.ids().stream().anyMatch(document.ids()::contains)) {
            ledger.fail(
                    Reason.DUPLICATE_ID, "ids", "each ID once", Shown.found(plain.repeatedId()));
            return null;
        }
        ledger.pass("encryption", "an encrypted assertion that opens", "one");
        return plain.root();
    }

    static String required(XmlElement element, String attribute) {
        String value = element.attribute(attribute);
        if (value == null) {
            throw new IllegalStateException("the shape was checked before");
        }
        return value;
    }
}
