package dev.latchkey.saml.signature;

import dev.latchkey.saml.signature.SignatureMarkup.Malformed;
import dev.latchkey.saml.signature.Verification.Broken;
import dev.latchkey.saml.signature.Verification.Verified;
import dev.latchkey.saml.xml.CanonicalOctets;
import dev.latchkey.saml.xml.Canonicalization;
import dev.latchkey.saml.xml.Canonicalizer;
import dev.latchkey.saml.xml.OverlongForm;
import dev.latchkey.saml.xml.Shown;
import dev.latchkey.saml.xml.XmlElement;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the one enveloped signature of an element (XML Signature 1.1, as SAML Core 5.4 narrows it): one Reference,
 * to the element's own ID, through enveloped-signature and one canonicalization. There is no engine of transforms and
 * no look-up by ID: the Reference either names the signature's parent or the signature is broken.
 */
public final class SignatureVerifier {
    public static final String DS = "http://www.w3.org/2000/09/xmldsig#";

    private SignatureVerifier() {}

    /**
     * Verifies {@code signature}, a child of {@code parent}, with the pinned keys and with no other.
     *
     * @param idAttribute the parent's ID as the caller has read it; it must be unique in the document
     */
    public static Verification verify(
            XmlElement parent,
            XmlElement signature,
            String idAttribute,
            List<VerificationKey> keys,
            Allowance allowance) {
        SignatureMarkup markup;
        try {
            markup = SignatureMarkup.read(signature);
        } catch (Malformed e) {
            return new Broken(e.fault(), e.expected(), e.found());
        }
        Broken refused = refuse(markup, parent, idAttribute, allowance);
        if (refused != null) {
            return refused;
        }
        try {
            return verify(parent, signature, markup, keys, allowance);
        } catch (OverlongForm e) {
            return new Broken(
                    Fault.CANONICALIZATION, "a canonical form of a few megabytes", "a longer one");
        }
    }

    private static Verification verify(
            XmlElement parent,
            XmlElement signature,
            SignatureMarkup markup,
            List<VerificationKey> keys,
            Allowance allowance) {
        List<VerificationKey> candidates = candidates(markup.algorithm(), keys, allowance);
        VerificationKey signer = candidates.isEmpty() ? null : signerOf(markup, candidates);
        if (signer == null) {
            return noSigner(markup.algorithm(), keys, candidates.isEmpty());
        }
        return digestHolds(markup, parent, signature)
                ? new Verified(new VerifiedElement(parent, signer.sha256()))
                : new Broken(
                        Fault.DIGEST,
                        "the digest of what was signed",
                        "content that was changed afterwards");
    }

    private static @Nullable Broken refuse(
            SignatureMarkup markup, XmlElement parent, String id, Allowance allowance) {
        if (markup.algorithm().usesSha1() && !allowance.sha1()) {
            return new Broken(
                    Fault.SHA1, "SHA-256 or stronger", Shown.value(markup.algorithm().uri()));
        }
        if (markup.digest() == DigestAlgorithm.SHA1 && !allowance.sha1()) {
            return new Broken(Fault.SHA1, "SHA-256 or stronger", "a digest by SHA-1");
        }
        String base = baseAbove(markup, parent);
        if (base != null) {
            return new Broken(
                    Fault.CANONICALIZATION,
                    "no xml:base around what is signed with Canonical XML 1.1, or exclusive canonicalization",
                    "xml:base=" + Shown.value(base));
        }
        String uri = markup.referenceUri();
        if (uri.isEmpty()) {
            boolean wholeDocument = parent.parent() == null && allowance.emptyReferenceUri();
            return wholeDocument
                    ? null
                    : new Broken(Fault.REFERENCE_URI, Shown.value("#" + id), "an empty URI");
        }
        boolean namesParent =
                uri.length() == id.length() + 1 && uri.charAt(0) == '#' && uri.endsWith(id);
        return namesParent
                ? null
                : new Broken(Fault.REFERENCE_URI, Shown.value("#" + id), Shown.value(uri));
    }

    /**
     * The xml:base of an element around one whose form is Canonical XML 1.1, or null: that form joins it with those
     * within (C14N 1.1 §2.4), and no joining is done here.
     */
    private static @Nullable String baseAbove(SignatureMarkup markup, XmlElement parent) {
        String base = null;
        if (markup.contentCanonicalization() == Canonicalization.INCLUSIVE_1_1) {
            base = Canonicalizer.baseAbove(parent);
        }
        return base == null && markup.canonicalization() == Canonicalization.INCLUSIVE_1_1
                ? Canonicalizer.baseAbove(markup.signedInfo())
                : base;
    }

    private static List<VerificationKey> candidates(
            SignatureAlgorithm algorithm, List<VerificationKey> keys, Allowance allowance) {
        List<VerificationKey> fitting = new ArrayList<>(keys.size());
        for (VerificationKey key : keys) {
            if (algorithm.fits(key.key())
                    && SignatureAlgorithm.isStrong(key.key(), allowance.rsa1024())) {
                fitting.add(key);
            }
        }
        return fitting;
    }

    private static Broken noSigner(
            SignatureAlgorithm algorithm, List<VerificationKey> keys, boolean noneFits) {
        if (!noneFits) {
            return new Broken(
                    Fault.SIGNATURE, "a signature by a pinned certificate", "one by another key");
        }
        for (VerificationKey key : keys) {
            if (algorithm.fits(key.key()) && key.key() instanceof RSAKey rsa) {
                return new Broken(
                        Fault.WEAK_KEY,
                        "an RSA key of 2048 to 8192 bits",
                        rsa.getModulus().bitLength() + " bits");
            }
        }
        return new Broken(Fault.NO_KEY, "a pinned certificate for " + algorithm.uri(), "none");
    }

    private static @Nullable VerificationKey signerOf(
            SignatureMarkup markup, List<VerificationKey> candidates) {
        try (CanonicalOctets signedInfo =
                Canonicalizer.canonicalize(
                        markup.signedInfo(),
                        markup.canonicalization(),
                        markup.signedInfoPrefixes(),
                        null)) {
            for (VerificationKey key : candidates) {
                if (holds(markup.algorithm(), key, signedInfo, markup.signatureValue())) {
                    return key;
                }
            }
            return null;
        }
    }

    private static boolean holds(
            SignatureAlgorithm algorithm,
            VerificationKey key,
            CanonicalOctets octets,
            byte[] value) {
        try {
            Signature verifier = algorithm.verifier(key.key());
            octets.feed(verifier);
            return verifier.verify(value);
        } catch (GeneralSecurityException | ProviderException e) {
            // A value of the wrong length or shape for the key: not this key's signature.
            return false;
        }
    }

    private static boolean holds(
            SignatureAlgorithm algorithm, VerificationKey key, byte[] octets, byte[] value) {
        try {
            Signature verifier = algorithm.verifier(key.key());
            verifier.update(octets);
            return verifier.verify(value);
        } catch (GeneralSecurityException | ProviderException e) {
            return false;
        }
    }

    private static boolean digestHolds(
            SignatureMarkup markup, XmlElement parent, XmlElement signature) {
        try (CanonicalOctets content =
                Canonicalizer.canonicalize(
                        parent,
                        markup.contentCanonicalization(),
                        markup.contentPrefixes(),
                        signature)) {
            return MessageDigest.isEqual(
                    content.digest(markup.digest().digest()), markup.digestValue());
        }
    }

    /**
     * Verifies a detached signature over octets as they stand (SAML Bindings 3.4.4.1).
     *
     * @return what is wrong with it, or null where a pinned key made it
     */
    public static @Nullable Broken octetsFault(
            String algorithmUri,
            byte[] octets,
            byte[] value,
            List<VerificationKey> keys,
            Allowance allowance) {
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(algorithmUri);
        if (algorithm == null) {
            return new Broken(
                    algorithmUri.contains("#hmac-") ? Fault.HMAC : Fault.SIGNATURE_ALGORITHM,
                    "RSA, RSA-PSS or ECDSA with SHA-256, 384 or 512",
                    Shown.value(algorithmUri));
        }
        if (algorithm.usesSha1() && !allowance.sha1()) {
            return new Broken(Fault.SHA1, "SHA-256 or stronger", Shown.value(algorithmUri));
        }
        List<VerificationKey> candidates = candidates(algorithm, keys, allowance);
        for (VerificationKey key : candidates) {
            if (holds(algorithm, key, octets, value)) {
                return null;
            }
        }
        return noSigner(algorithm, keys, candidates.isEmpty());
    }
}
