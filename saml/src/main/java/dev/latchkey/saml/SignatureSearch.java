package dev.latchkey.saml;

import static dev.latchkey.saml.Names.DS;
import static dev.latchkey.saml.Names.SAML;

import dev.latchkey.saml.signature.Decryption;
import dev.latchkey.saml.signature.SignatureVerifier;
import dev.latchkey.saml.signature.Verification;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlNode;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at each signature through a {@link InspectionKeys}, and into what is encrypted. A hostile document has its bounds. */
final class SignatureSearch {
    private static final int MOST_VERIFIED = 32;
    private static final int MOST_OPENED = 8;
    private static final int LONGEST_CERTIFICATE = 64 * 1024;

    private final InspectionKeys lens;
    private final List<SignatureSight> sights = new ArrayList<>();

    SignatureSearch(InspectionKeys lens) {
        this.lens = lens;
    }

    List<SignatureSight> sights() {
        return sights;
    }

    void see(XmlElement signature, XmlElement parent, List<XmlElement> references, String method) {
        XmlElement info = signature.only(DS, "SignedInfo");
        XmlElement first = references.isEmpty() ? null : references.getFirst();
        String uris =
                references.stream()
                        .map(reference -> String.valueOf(reference.attribute("URI")))
                        .collect(Collectors.joining(", "));
        String id = parent.attribute("ID");
        boolean covers = uris.equals("#" + id) || (uris.isEmpty() && parent.parent() == null);
        TrustedCertificate carried = carried(signature);
        Verification verification = verification(signature, parent, id);
        Verification.Broken broken =
                verification instanceof Verification.Broken found ? found : null;
        sights.add(
                new SignatureSight(
                        parent.localName(),
                        uris.isEmpty() ? "the whole document" : uris,
                        covers,
                        method,
                        first == null ? "" : InspectionWalk.algorithm(first, "DigestMethod"),
                        info == null
                                ? ""
                                : InspectionWalk.algorithm(info, "CanonicalizationMethod"),
                        carried,
                        verification instanceof Verification.Verified verified
                                ? pinned(verified.element().signedBy())
                                : null,
                        broken == null ? null : SignatureChecks.reason(broken.fault()),
                        broken == null ? null : broken.expected(),
                        broken == null ? null : broken.found(),
                        carried != null && pinned(carried.sha256()) != null));
    }

    /** What came of verifying; null where there is nothing to verify with, or too much to verify. */
    private @Nullable Verification verification(
            XmlElement signature, XmlElement parent, @Nullable String id) {
        if (lens.certificates().isEmpty()
                || id == null
                || id.isEmpty()
                || sights.size() >= MOST_VERIFIED) {
            return null;
        }
        return SignatureVerifier.verify(
                parent,
                signature,
                id,
                lens.certificates().stream().map(TrustedCertificate::verificationKey).toList(),
                SignatureChecks.allowance(lens.concessions()));
    }

    private @Nullable TrustedCertificate pinned(String sha256) {
        return lens.certificates().stream()
                .filter(certificate -> certificate.sha256().equals(sha256))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable TrustedCertificate carried(XmlElement signature) {
        XmlElement keyInfo = signature.only(DS, "KeyInfo");
        XmlElement data =
                keyInfo == null
                        ? null
                        : keyInfo.elements(DS, "X509Data").stream().findFirst().orElse(null);
        String text =
                data == null
                        ? null
                        : data.elements(DS, "X509Certificate").stream()
                                .findFirst()
                                .map(XmlElement::deepText)
                                .orElse(null);
        return text != null
                        && text.length() <= LONGEST_CERTIFICATE
                        && TrustedCertificate.read(text) instanceof CertificateReading.Read read
                ? read.certificate()
                : null;
    }

    /** The root elements of what our keys open, in document order. */
    List<XmlElement> opened(XmlElement root, Limits limits) {
        List<XmlElement> plain = new ArrayList<>();
        if (!lens.decryptionKeys().isEmpty()) {
            open(root, limits, plain);
        }
        return plain;
    }

    private void open(XmlElement element, Limits limits, List<XmlElement> plain) {
        if (plain.size() >= MOST_OPENED) {
            return;
        }
        if (element.is(SAML, "EncryptedAssertion") || element.is(SAML, "EncryptedID")) {
            List<PrivateKey> keys = lens.decryptionKeys().stream().map(DecryptionKey::key).toList();
            if (Decryption.open(
                            element,
                            keys,
                            SignatureChecks.allowance(lens.concessions()),
                            limits.bounds(),
                            limits.messageBytes())
                    instanceof Decryption.Plain opened) {
                plain.add(opened.document().root());
                open(opened.document().root(), limits, plain);
            }
            return;
        }
        for (XmlNode child : element.children()) {
            if (child instanceof XmlElement inner) {
                open(inner, limits, plain);
            }
        }
    }
}
