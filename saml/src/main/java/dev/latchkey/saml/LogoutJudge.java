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
import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import dev.latchkey.saml.xml.XmlSpace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges logout messages: none is believed unless it is signed (SAML Profiles 4.4.4). */
final class LogoutJudge {
    /** How long a LogoutRequest without NotOnOrAfter is good for. */
    private static final Duration REQUEST_LIFE = Duration.ofMinutes(5);

    /** What a message looks like to the parser when octets of it are missing. */
    private static final Set<Reason> UNREADABLE =
            Set.of(Reason.NOT_XML, Reason.ENCODING_UNSUPPORTED, Reason.NAMESPACE_UNSOUND);

    private final Logout.Expectations expectations;
    private final Clocks clocks;
    private final List<VerificationKey> keys;

    LogoutJudge(Logout.Expectations expectations, Instant now) {
        this.expectations = expectations;
        this.clocks = new Clocks(now, expectations.clockSkew());
        this.keys =
                expectations.certificates().stream()
                        .filter(c ->
                                !expectations.refuseExpiredCertificates()
                                        || !now.isAfter(c.notAfter()))
                        .map(TrustedCertificate::verificationKey)
                        .toList();
    }

    Judgement post(String message) {
        if (message.length() > expectations.limits().base64Chars()) {
            return tooLarge(message.length() + " characters of base64");
        }
        byte[] xml = Base64Text.decode(message);
        if (xml == null || xml.length == 0) {
            return notBase64(message);
        }
        Judgement judgement = judge(xml, true);
        return judgement instanceof Refused refused
                        && UNREADABLE.contains(refused.reason())
                        && Transfer.lostPlusSigns(message, false)
                ? notBase64(message)
                : judgement;
    }

    private static Refused notBase64(String message) {
        return new Refused(
                Reason.MALFORMED_BASE64, "a message in base64", Transfer.fault(message, false));
    }

    private Refused tooLarge(String found) {
        return new Refused(Reason.MESSAGE_TOO_LARGE, expectations.limits().size(), found);
    }

    Judgement redirect(String rawQuery) {
        RedirectQuery query = RedirectQuery.read(rawQuery);
        if (query == null) {
            return new Refused(Reason.PARAMETERS_AMBIGUOUS, "each parameter once", null);
        }
        String signatureText = query.signature();
        byte[] signature = Base64Text.decode(signatureText);
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
            boolean blanks = signatureText != null && signatureText.indexOf(' ') >= 0;
            return blanks
                    ? new Refused(
                            SignatureChecks.reason(broken.fault()),
                            broken.expected(),
                            "a signature with " + Transfer.LOST_PLUS_SIGNS)
                    : refused(broken);
        }
        return switch (query.inflate(expectations.limits().messageBytes())) {
            case RedirectQuery.Inflated inflated -> judge(inflated.xml(), false);
            case RedirectQuery.NotInflated failed ->
                    new Refused(failed.reason(), "a deflated message in base64", failed.found());
        };
    }

    private static Refused refused(Verification.Broken broken) {
        return new Refused(
                SignatureChecks.reason(broken.fault()), broken.expected(), broken.found());
    }

    /** @param signatureInside whether it must be signed by itself; a signature that is there must hold anyway */
    private Judgement judge(byte[] xml, boolean signatureInside) {
        if (xml.length > expectations.limits().messageBytes()) {
            return tooLarge(xml.length + " bytes");
        }
        XmlDocument document;
        try {
            document = XmlParser.parse(xml, expectations.limits().bounds());
        } catch (XmlRefused e) {
            return new Refused(Unreadable.reason(e), "a readable message", e.detail());
        }
        XmlElement root = document.root();
        boolean request = root.is(SAMLP, "LogoutRequest");
        if (!request && !root.is(SAMLP, "LogoutResponse")) {
            return new Refused(
                    Reason.NOT_A_LOGOUT_MESSAGE,
                    "LogoutRequest or LogoutResponse",
                    Shown.value(root.toString()));
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
            return new Refused(
                    Reason.DUPLICATE_ID, "each ID once", Shown.found(document.repeatedId()));
        }
        String id = root.attribute("ID");
        String version = root.attribute("Version");
        if (id == null || id.isEmpty() || !"2.0".equals(version)) {
            return new Refused(
                    Reason.MALFORMED_RESPONSE,
                    "a " + root.localName() + " with an ID and Version 2.0",
                    id == null || id.isEmpty()
                            ? "no ID"
                            : version == null ? "no Version" : "Version " + Shown.value(version));
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
                    Shown.found(destination));
        }
        XmlElement issuer = root.only(SAML, "Issuer");
        String value = issuer == null ? null : IssuerCheck.value(issuer);
        if (expectations.idpEntityId().equals(value)) {
            return null;
        }
        return new Refused(
                value == null ? Reason.ISSUER_MISSING : Reason.ISSUER_MISMATCH,
                expectations.idpEntityId(),
                Shown.found(value));
    }

    private @Nullable Refused brokenSignature(XmlElement root, String id) {
        List<XmlElement> signatures = root.elements(DS, "Signature");
        if (signatures.isEmpty()) {
            return new Refused(Reason.NOT_SIGNED, "a signed " + root.localName(), null);
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
        String issued = root.attribute("IssueInstant");
        Refused untimely = untimely(issued);
        if (untimely != null) {
            return untimely;
        }
        String end = root.attribute("NotOnOrAfter");
        Instant start = issued == null ? null : SamlTime.parse(issued);
        Instant last =
                end != null ? SamlTime.parse(end) : start == null ? null : start.plus(REQUEST_LIFE);
        if (last == null) {
            return new Refused(Reason.TIME_MALFORMED, SamlTime.WANTED, Shown.found(end));
        }
        if (clocks.isOver(last)) {
            return new Refused(
                    Reason.EXPIRED,
                    clocks.wantedEnd(),
                    end == null ? last + ", five minutes after IssueInstant" : Shown.value(end));
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
                ResponseJudge.required(root, "ID"), nameId, indexes, clocks.lastOf(last));
    }

    /** A message that is of a time to come, or of none. */
    private @Nullable Refused untimely(@Nullable String issued) {
        Instant start = issued == null ? null : SamlTime.parse(issued);
        if (start == null) {
            return new Refused(Reason.TIME_MALFORMED, SamlTime.WANTED, Shown.found(issued));
        }
        return clocks.isAhead(start)
                ? new Refused(Reason.NOT_YET_VALID, clocks.wantedStart(), Shown.found(issued))
                : null;
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
                            expectations.limits().bounds(),
                            expectations.limits().messageBytes());
            plain =
                    opened instanceof Decryption.Plain p && p.document().root().is(SAML, "NameID")
                            ? p.document().root()
                            : null;
        }
        return plain == null ? null : AssertionChecks.read(plain);
    }

    private Judgement response(XmlElement root) {
        Refused untimely = untimely(root.attribute("IssueInstant"));
        if (untimely != null) {
            return untimely;
        }
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
