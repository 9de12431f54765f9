package dev.latchkey.saml.xml;

import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;

/** The octets that a canonical form came to, ready for a digest or a signature. */
public final class CanonicalOctets {
    private final Octets octets;

    CanonicalOctets(Octets octets) {
        this.octets = octets;
    }

    public byte[] digest(MessageDigest digest) {
        digest.update(octets.array(), 0, octets.length());
        return digest.digest();
    }

    public void feed(Signature signature) throws SignatureException {
        signature.update(octets.array(), 0, octets.length());
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(octets.array(), octets.length());
    }
}
