package dev.latchkey.saml.signature;

import static dev.latchkey.saml.signature.SignatureVerifier.DS;

import dev.latchkey.saml.xml.Canonicalization;
import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlSpace;
import dev.latchkey.saml.xml.XmlText;
import java.io.Serial;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A ds:Signature read strictly: each child in its place, once, and nothing that isn't known. KeyInfo is passed over
 * unread: it never says which key to trust.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignatureMarkup(
        XmlElement signedInfo,
        Canonicalization canonicalization,
        Set<String> signedInfoPrefixes,
        SignatureAlgorithm algorithm,
        byte[] signatureValue,
        String referenceUri,
        Canonicalization contentCanonicalization,
        Set<String> contentPrefixes,
        DigestAlgorithm digest,
        byte[] digestValue) {

    private static final int MOST_PREFIXES = 64;
    private static final String ENVELOPED = DS + "enveloped-signature";
    private static final String EXCLUSIVE = Canonicalization.EXCLUSIVE.uri();

    /** Where the markup is not what a SAML signature may be. */
    static final class Malformed extends Exception {
        @Serial private static final long serialVersionUID = 1;
        private final Fault fault;
        private final String expected;
        private final @Nullable String found;

        Malformed(Fault fault, String expected, @Nullable String found) {
            super(expected, null, false, false);
            this.fault = fault;
            this.expected = expected;
            this.found = found;
        }

        Fault fault() {
            return fault;
        }

        String expected() {
            return expected;
        }

        @Nullable String found() {
            return found;
        }
    }

    /** A canonicalization with its PrefixList. */
    private record Form(Canonicalization canonicalization, Set<String> prefixes) {}

    static SignatureMarkup read(XmlElement signature) throws Malformed {
        List<XmlElement> parts = parts(signature);
        boolean known =
                parts.size() >= 2
                        && parts.size() <= 3
                        && parts.get(0).is(DS, "SignedInfo")
                        && parts.get(1).is(DS, "SignatureValue")
                        && (parts.size() == 2 || parts.get(2).is(DS, "KeyInfo"));
        if (!known) {
            throw new Malformed(
                    Fault.MALFORMED,
                    "SignedInfo, SignatureValue and perhaps KeyInfo",
                    Shown.values(parts));
        }
        XmlElement signedInfo = parts.get(0);
        List<XmlElement> info = parts(signedInfo);
        requireSignedInfo(info);
        Form form = canonicalization(info.get(0));
        requireNoComment(signedInfo, info.get(0));
        SignatureAlgorithm algorithm = algorithm(info.get(1));
        List<XmlElement> reference = parts(info.get(2));
        requireReference(reference);
        Form content = transforms(reference.get(0));
        return new SignatureMarkup(
                signedInfo,
                form.canonicalization(),
                form.prefixes(),
                algorithm,
                base64(parts.get(1)),
                referenceUri(info.get(2)),
                content.canonicalization(),
                content.prefixes(),
                digest(reference.get(1)),
                base64(reference.get(2)));
    }

    private static void requireSignedInfo(List<XmlElement> info) throws Malformed {
        int references = 0;
        for (XmlElement part : info) {
            references += part.is(DS, "Reference") ? 1 : 0;
        }
        if (references != 1) {
            throw new Malformed(Fault.REFERENCES, "one Reference", references + " of them");
        }
        boolean inOrder =
                info.size() == 3
                        && info.get(0).is(DS, "CanonicalizationMethod")
                        && info.get(1).is(DS, "SignatureMethod");
        if (!inOrder) {
            throw new Malformed(
                    Fault.MALFORMED,
                    "CanonicalizationMethod, SignatureMethod, Reference",
                    Shown.values(info));
        }
    }

    /** A form that keeps comments signs them, and no comment is left in the tree: there must have been none. */
    private static void requireNoComment(XmlElement signedInfo, XmlElement method)
            throws Malformed {
        String algorithm = method.attribute("Algorithm");
        if (algorithm != null && algorithm.endsWith("WithComments") && signedInfo.hadComment()) {
            throw new Malformed(Fault.MALFORMED, "no comment in SignedInfo", "a comment");
        }
    }

    private static void requireReference(List<XmlElement> reference) throws Malformed {
        boolean inOrder =
                reference.size() == 3
                        && reference.get(0).is(DS, "Transforms")
                        && reference.get(1).is(DS, "DigestMethod")
                        && reference.get(2).is(DS, "DigestValue");
        if (!inOrder) {
            throw new Malformed(
                    Fault.MALFORMED,
                    "Transforms, DigestMethod, DigestValue",
                    Shown.values(reference));
        }
    }

    private static String referenceUri(XmlElement reference) throws Malformed {
        String uri = reference.attribute("URI");
        if (uri == null) {
            throw new Malformed(Fault.REFERENCE_URI, "a Reference with a URI", null);
        }
        return uri;
    }

    private static SignatureAlgorithm algorithm(XmlElement method) throws Malformed {
        String uri = method.attribute("Algorithm");
        if (uri != null && uri.contains("#hmac-")) {
            throw new Malformed(Fault.HMAC, "a signature by a private key", Shown.value(uri));
        }
        SignatureAlgorithm algorithm = uri == null ? null : SignatureAlgorithm.of(uri);
        if (algorithm == null || !parts(method).isEmpty()) {
            throw new Malformed(
                    Fault.SIGNATURE_ALGORITHM,
                    "RSA, RSA-PSS or ECDSA with SHA-256, 384 or 512",
                    Shown.found(uri));
        }
        return algorithm;
    }

    private static DigestAlgorithm digest(XmlElement method) throws Malformed {
        String uri = method.attribute("Algorithm");
        DigestAlgorithm digest = DigestAlgorithm.of(uri);
        if (digest == null || !parts(method).isEmpty()) {
            throw new Malformed(
                    Fault.DIGEST_ALGORITHM, "SHA-256, SHA-384 or SHA-512", Shown.found(uri));
        }
        return digest;
    }

    /** Enveloped-signature and then at most one canonicalization; without one it is Canonical XML 1.0 (§4.4.3.2). */
    private static Form transforms(XmlElement transforms) throws Malformed {
        List<XmlElement> steps = parts(transforms);
        boolean enveloped =
                !steps.isEmpty()
                        && steps.size() <= 2
                        && steps.getFirst().is(DS, "Transform")
                        && steps.getLast().is(DS, "Transform")
                        && ENVELOPED.equals(steps.get(0).attribute("Algorithm"))
                        && parts(steps.get(0)).isEmpty();
        if (!enveloped) {
            String found =
                    Shown.values(steps.stream().map(step -> step.attribute("Algorithm")).toList());
            throw new Malformed(
                    Fault.TRANSFORM, "enveloped-signature, then a canonicalization", found);
        }
        if (steps.size() == 1) {
            return new Form(Canonicalization.INCLUSIVE_1_0, Set.of());
        }
        if (Canonicalization.of(steps.get(1).attribute("Algorithm")) == null) {
            throw new Malformed(
                    Fault.TRANSFORM,
                    "enveloped-signature, then a canonicalization",
                    Shown.found(steps.get(1).attribute("Algorithm")));
        }
        return canonicalization(steps.get(1));
    }

    private static Form canonicalization(XmlElement method) throws Malformed {
        Canonicalization form = Canonicalization.of(method.attribute("Algorithm"));
        if (form == null) {
            throw new Malformed(
                    Fault.CANONICALIZATION,
                    "exclusive or inclusive canonicalization",
                    Shown.found(method.attribute("Algorithm")));
        }
        List<XmlElement> parameters = parts(method);
        if (parameters.isEmpty()) {
            return new Form(form, Set.of());
        }
        boolean prefixList =
                form == Canonicalization.EXCLUSIVE
                        && parameters.size() == 1
                        && parameters.get(0).is(EXCLUSIVE, "InclusiveNamespaces")
                        && parts(parameters.get(0)).isEmpty();
        if (!prefixList) {
            throw new Malformed(
                    Fault.CANONICALIZATION,
                    "at most an InclusiveNamespaces",
                    Shown.values(parameters));
        }
        return new Form(form, prefixes(parameters.get(0).attribute("PrefixList")));
    }

    private static Set<String> prefixes(@Nullable String list) throws Malformed {
        Set<String> prefixes = new LinkedHashSet<>();
        StringTokenizer tokens = new StringTokenizer(list == null ? "" : list, " \t\r\n");
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            prefixes.add(token.equals("#default") ? "" : token);
        }
        if (prefixes.size() > MOST_PREFIXES) {
            throw new Malformed(
                    Fault.CANONICALIZATION,
                    "at most " + MOST_PREFIXES + " prefixes",
                    prefixes.size() + " of them");
        }
        return prefixes;
    }

    private static byte[] base64(XmlElement element) throws Malformed {
        byte[] value = Base64Text.decode(element.text());
        if (value == null || value.length == 0) {
            throw new Malformed(
                    Fault.MALFORMED, "base64 in " + Shown.value(element.toString()), null);
        }
        return value;
    }

    /** The child elements, with nothing but white space between them. */
    private static List<XmlElement> parts(XmlElement element) throws Malformed {
        for (int i = 0; i < element.childCount(); i++) {
            if (element.child(i) instanceof XmlText text && !XmlSpace.isBlank(text.value())) {
                throw new Malformed(
                        Fault.MALFORMED, "no text in " + Shown.value(element.toString()), "text");
            }
        }
        return element.elements();
    }
}
