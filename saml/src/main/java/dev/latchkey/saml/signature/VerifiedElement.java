package dev.latchkey.saml.signature;

import dev.latchkey.saml.xml.XmlElement;

/** An element whose own content a pinned key has signed. Only this package makes one. */
public final class VerifiedElement {
    private final XmlElement element;
    private final String signedBy;

    VerifiedElement(XmlElement element, String signedBy) {
        this.element = element;
        this.signedBy = signedBy;
    }

    public XmlElement element() {
        return element;
    }

    /** SHA-256 of the certificate whose key verified it, in lower-case hex. */
    public String signedBy() {
        return signedBy;
    }

    /** A direct child is covered by the same signature. */
    public VerifiedElement child(XmlElement child) {
        if (child.parent() != element) {
            throw new IllegalArgumentException("not a child of the verified element");
        }
        return new VerifiedElement(child, signedBy);
    }

    /** What this verified ciphertext decrypts to is as verified as the ciphertext. */
    VerifiedElement decryptedTo(XmlElement plain) {
        return new VerifiedElement(plain, signedBy);
    }
}
