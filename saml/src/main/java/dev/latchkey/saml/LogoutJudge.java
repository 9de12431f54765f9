package dev.latchkey.saml;

import static dev.latchkey.saml.Names.DS;
import static dev.latchkey.saml.Names.SAML;
import static dev.latchkey.saml.Names.SAMLP;

import dev.latchkey.saml.Logout.Judgement;
import dev.latchkey.saml.Logout.Refused;
import dev.latchkey.saml.signature.Base64Text;
import dev.latchkey.saml.signature.Decryption;
import dev.latchkey.saml.signature.SignatureVerifier;
import dev.latchkey.saml.signature.Verification;
import dev.latchkey.saml.signature.VerificationKey;
import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import dev.latchkey.saml.xml.XmlSpace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges logout messages: none is believed unless it is signed (SAML Profiles 4.4.4). */
final class LogoutJudge {
    /** How long a LogoutRequest without NotOnOrAfter is good for. */
    private static final Duration REQUEST_LIFE = Duration.ofMinutes(5);

    private final Logout.Expectations expectations;
    private final Instant now;
    private final List<VerificationKey> keys;

    LogoutJudge(Logout.Expectations expectations, Instant now) {
        this.expectations = expectations;
        this.now = now;
        this.keys =
                expectations.certificates().stream()
                        .filter(c ->
                                !expectations.refuseExpiredCertificates()
                                        || !now.isAfter(c.notAfter()))
                        .map(TrustedCertificate::verificationKey)
                        .toList();
    }

    Judgement post(String message) {
        if (message.length() / 2 > expectations.limits().messageBytes()) {
            return new Refused(Reason.MESSAGE_TOO_LARGE, null, message.length() + " characters");
        }
        byte[] xml = Base64Text.decode(message);
        if (xml == null) {
            return new Refused(Reason.MALFORMED_BASE64, null, null);
        }
        return judge(xml, true);
    }

    Judgement redirect(String rawQuery) {
        RedirectQuery query = RedirectQuery.read(rawQuery);
        if (query == null) {
            return new Refused(Reason.PARAMETERS_AMBIGUOUS, "each parameter once", null);
        }
        byte[] signature = Base64Text.decode(query.signature());
        if (signature == null || query.algorithm() == null) {
            return new Refused(Reason.NOT_SIGNED, "a signed query string", null);
        }
        Verification.Broken broken =
                SignatureVerifier.octetsFault(
                        query.algorithm(),
                        query.signedOctets().getBytes(StandardCharsets.UTF_8),
                        signature,
                        keys,
                        SignatureChecks.allowance(expectations.concessions()));
        if (broken != null) {
            return refused(broken);
        }
        return switch (query.inflate(expectations.limits().messageBytes())) {
            case RedirectQuery.Inflated inflated -> judge(inflated.xml(), false);
            case RedirectQuery.NotInflated failed -> new Refused(failed.reason(), null, null);
        };
    }

    private static Refused refused(Verification.Broken broken) {
        return new Refused(
                SignatureChecks.reason(broken.fault()), broken.expected(), broken.found());
    }

    /** @param signatureInside whether it must be signed by itself; a signature that is there must hold anyway */
    private Judgement judge(byte[] xml, boolean signatureInside) {
        if (xml.length > expectations.limits().messageBytes()) {
            return new Refused(Reason.MESSAGE_TOO_LARGE, null, xml.length + " bytes");
        }
        XmlDocument document;
        try {
            document = XmlParser.parse(xml, expectations.limits().bounds());
        } catch (XmlRefused e) {
            return new Refused(Unreadable.reason(e), null, e.detail());
        }
        XmlElement root = document.root();
        boolean request = root.is(SAMLP, "LogoutRequest");
        if (!request && !root.is(SAMLP, "LogoutResponse")) {
            return new Refused(
                    Reason.NOT_A_LOGOUT_MESSAGE,
                    "LogoutRequest or LogoutResponse",
                    root.toString());
        }
        Refused refused = envelope(document, signatureInside);
        if (refused != null) {
            return refused;
        }
        return request ? request(root) : response(root);
    }

    private @Nullable Refused envelope(XmlDocument document, boolean signatureInside) {
        XmlElement root = document.root();
        if (document.repeatedId() != null) {
            return new Refused(Reason.DUPLICATE_ID, "each ID once", document.repeatedId());
        }
        String id = root.attribute("ID");
        if (id == null || id.isEmpty() || !"2.0".equals(root.attribute("Version"))) {
            return new Refused(Reason.MALFORMED_RESPONSE, "an ID and Version 2.0", null);
        }
        if (signatureInside || !root.elements(DS, "Signature").isEmpty()) {
            Refused broken = brokenSignature(root, id);
            if (broken != null) {
                return broken;
            }
        }
        return parties(root);
    }

    private @Nullable Refused parties(XmlElement root) {
        String destination = root.attribute("Destination");
        if (!expectations.sloUrl().equals(destination)) {
            boolean missing = destination == null || destination.isEmpty();
            return new Refused(
                    missing ? Reason.DESTINATION_MISSING : Reason.DESTINATION_MISMATCH,
                    expectations.sloUrl(),
                    destination);
        }
        XmlElement issuer = root.only(SAML, "Issuer");
        String value = issuer == null ? null : IssuerCheck.value(issuer);
        if (expectations.idpEntityId().equals(value)) {
            return null;
        }
        return new Refused(
                value == null ? Reason.ISSUER_MISSING : Reason.ISSUER_MISMATCH,
                expectations.idpEntityId(),
                value);
    }

    private @Nullable Refused brokenSignature(XmlElement root, String id) {
        List<XmlElement> signatures = root.elements(DS, "Signature");
        if (signatures.isEmpty()) {
            return new Refused(Reason.NOT_SIGNED, "a signed message", null);
        }
        if (signatures.size() > 1) {
            return new Refused(
                    Reason.SIGNATURE_MALFORMED, "one signature", signatures.size() + " of them");
        }
        Verification verification =
                SignatureVerifier.verify(
                        root,
                        signatures.getFirst(),
                        id,
                        keys,
                        SignatureChecks.allowance(expectations.concessions()));
        return verification instanceof Verification.Broken broken ? refused(broken) : null;
    }

    private Judgement request(XmlElement root) {
        String end = root.attribute("NotOnOrAfter");
        String issued = root.attribute("IssueInstant");
        Instant start = issued == null ? null : SamlTime.parse(issued);
        Instant last =
                end != null ? SamlTime.parse(end) : start == null ? null : start.plus(REQUEST_LIFE);
        if (start == null || last == null) {
            return new Refused(Reason.TIME_MALFORMED, "an xs:dateTime", end != null ? end : issued);
        }
        if (!now.minus(expectations.clockSkew()).isBefore(last)) {
            return new Refused(Reason.EXPIRED, "after " + now, last.toString());
        }
        if (now.plus(expectations.clockSkew()).isBefore(start)) {
            return new Refused(Reason.NOT_YET_VALID, "not after " + now, issued);
        }
        NameId nameId = nameId(root);
        if (nameId == null) {
            return new Refused(Reason.NAME_ID_MISSING, "a NameID", null);
        }
        List<String> indexes =
                root.elements(SAMLP, "SessionIndex").stream()
                        .map(i -> XmlSpace.strip(i.deepText()))
                        .toList();
        return new Logout.RequestAccepted(
                ResponseJudge.required(root, "ID"),
                nameId,
                indexes,
                last.plus(expectations.clockSkew()));
    }

    /** The one identifier; none where there are two, of whatever kind. */
    private @Nullable NameId nameId(XmlElement root) {
        List<XmlElement> identifiers =
                root.elements().stream()
                        .filter(e -> e.is(SAML, "NameID") || e.is(SAML, "EncryptedID"))
                        .toList();
        if (identifiers.size() != 1) {
            return null;
        }
        XmlElement plain = root.only(SAML, "NameID");
        XmlElement encrypted = root.only(SAML, "EncryptedID");
        if (encrypted != null) {
            Decryption.Opened opened =
                    Decryption.open(
                            encrypted,
                            expectations.decryptionKeys().stream().map(DecryptionKey::key).toList(),
                            SignatureChecks.allowance(expectations.concessions()),
                            expectations.limits().bounds());
            plain =
                    opened instanceof Decryption.Plain p && p.document().root().is(SAML, "NameID")
                            ? p.document().root()
                            : null;
        }
        return plain == null ? null : AssertionChecks.read(plain);
    }

    private Judgement response(XmlElement root) {
        String inResponseTo = root.attribute("InResponseTo");
        if (inResponseTo == null) {
            return new Refused(Reason.IN_RESPONSE_TO_MISSING, "an InResponseTo", null);
        }
        XmlElement status = root.only(SAMLP, "Status");
        XmlElement code = status == null ? null : status.only(SAMLP, "StatusCode");
        String value = code == null ? null : code.attribute("Value");
        return new Logout.ResponseAccepted(inResponseTo, Names.SUCCESS.equals(value), value);
    }
}
