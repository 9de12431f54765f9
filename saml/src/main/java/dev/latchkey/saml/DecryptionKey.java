package dev.latchkey.saml;

import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;

/** One of our RSA keys that content keys are wrapped for. Prints as nothing. */
public final class DecryptionKey {
    private final RSAPrivateKey key;

    public DecryptionKey(RSAPrivateKey key) {
        this.key = key;
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "***";
    }
}
