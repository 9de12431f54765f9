package dev.latchkey.saml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signature in a document, and what came of checking it against certificates.
 *
 * @param element what it stands in
 * @param reference what it says that it signs: a URI, several with commas between, or the query string
 * @param coversItsElement whether that is the element that it stands in
 * @param carried the certificate in KeyInfo, which anybody could have put there; null where there is none to read
 * @param verifiedBy the certificate among the given ones that verifies it; null where none does or none was given
 * @param problem why it does not hold; null where it does, and where there was nothing to hold it against
 */
public record SignatureSight(
        String element,
        String reference,
        boolean coversItsElement,
        String method,
        String digest,
        String canonicalization,
        @Nullable TrustedCertificate carried,
        @Nullable TrustedCertificate verifiedBy,
        @Nullable Reason problem,
        @Nullable String expected,
        @Nullable String found,
        boolean carriedIsPinned) {

    /** The whole of it in plain words, for command line and pages alike. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "The "
                        + element
                        + " is signed: "
                        + reference
                        + ", by "
                        + method
                        + digestWords()
                        + ".");
        if (!coversItsElement) {
            sentences.add("It does not sign the element that it stands in.");
        }
        if (verifiedBy != null) {
            sentences.add("It holds, by the pinned certificate " + name(verifiedBy) + ".");
        } else if (problem != null) {
            sentences.add("It does not hold. " + problem.meaning() + " " + problem.remedy());
        } else {
            sentences.add("It was not verified: no certificate was given to hold it against.");
        }
        if (carried != null) {
            sentences.add(
                    "It carries the certificate "
                            + name(carried)
                            + ", which is not trusted for standing there"
                            + (carriedIsPinned ? "; it is a pinned one." : "."));
        }
        if (carried != null && !carriedIsPinned && problem == Reason.SIGNATURE_INVALID) {
            sentences.add(
                    "That certificate is none of the pinned ones. Ask the IdP's admin, not this message,"
                            + " whether it is the new one, and pin what they give you.");
        }
        return sentences;
    }

    private String digestWords() {
        return digest.isEmpty() ? "" : ", digest " + digest;
    }

    private static String name(TrustedCertificate certificate) {
        return certificate.subject() + " (SHA-256 " + certificate.sha256() + ")";
    }
}
