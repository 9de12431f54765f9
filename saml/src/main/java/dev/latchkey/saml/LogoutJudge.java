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
        byte[] octets = query.signedOctets().getBytes(StandardCharsets.UTF_8);
        String signer =
                SignatureVerifier.verifyOctets(
                        query.algorithm(),
                        octets,
                        signature,
                        keys,
                        SignatureChecks.allowance(expectations.concessions()));
        if (signer == null) {
            return new Refused(
                    Reason.SIGNATURE_INVALID, "a signature by a pinned certificate", null);
        }
        byte[] xml = query.inflate(expectations.limits().messageBytes());
        return xml == null ? new Refused(Reason.MESSAGE_TOO_LARGE, null, null) : judge(xml, false);
    }

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
        if (signatureInside) {
            Refused broken = brokenSignature(root, id);
            if (broken != null) {
                return broken;
            }
        }
        if (!expectations.sloUrl().equals(root.attribute("Destination"))) {
            return new Refused(
                    Reason.DESTINATION_MISMATCH,
                    expectations.sloUrl(),
                    root.attribute("Destination"));
        }
        XmlElement issuer = root.only(SAML, "Issuer");
        String value = issuer == null ? null : IssuerCheck.value(issuer);
        return expectations.idpEntityId().equals(value)
                ? null
                : new Refused(Reason.ISSUER_MISMATCH, expectations.idpEntityId(), value);
    }

    private @Nullable Refused brokenSignature(XmlElement root, String id) {
        XmlElement signature = root.only(DS, "Signature");
        if (signature == null) {
            return new Refused(Reason.NOT_SIGNED, "a signed message", null);
        }
        Verification verification =
                SignatureVerifier.verify(
                        root,
                        signature,
                        id,
                        keys,
                        SignatureChecks.allowance(expectations.concessions()));
        return verification instanceof Verification.Broken broken
                ? new Refused(
                        SignatureChecks.reason(broken.fault()), broken.expected(), broken.found())
                : null;
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

    private @Nullable NameId nameId(XmlElement root) {
        XmlElement plain = root.only(SAML, "NameID");
        XmlElement encrypted = root.only(SAML, "EncryptedID");
        if (plain == null && encrypted != null) {
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
