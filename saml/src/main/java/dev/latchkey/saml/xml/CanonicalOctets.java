package dev.latchkey.saml.xml;

import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The octets that a canonical form came to, ready for a digest or a signature. Closed, they can't be read any more. */
public final class CanonicalOctets implements AutoCloseable {
    private static final int MOST = 4 * 1024 * 1024;
    private static final int USUAL = 8 * 1024;
    private static final int LARGEST_KEPT = 512 * 1024;
    private static final Pool<Octets> BUFFERS = new Pool<>(() -> new Octets(USUAL, MOST));

    private @Nullable Octets octets;

    private CanonicalOctets(Octets octets) {
        this.octets = octets;
    }

    static CanonicalOctets begin(boolean ascii) {
        Octets buffer = BUFFERS.take();
        buffer.begin(ascii);
        return new CanonicalOctets(buffer);
    }

    Octets open() {
        if (octets == null) {
            throw new IllegalStateException("these octets are closed");
        }
        return octets;
    }

    public byte[] digest(MessageDigest digest) {
        digest.update(open().array(), 0, open().length());
        return digest.digest();
    }

    public void feed(Signature signature) throws SignatureException {
        signature.update(open().array(), 0, open().length());
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(open().array(), open().length());
    }

    /** Gives the buffer back, for another form. */
    @Override
    public void close() {
        if (octets != null && octets.array().length <= LARGEST_KEPT) {
            BUFFERS.keep(octets);
        }
        octets = null;
    }
}
