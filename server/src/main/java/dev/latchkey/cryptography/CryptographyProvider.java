package dev.latchkey.cryptography;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;

/** Puts the fastest provider of cryptography that works on this machine before the others. */
public final class CryptographyProvider {
    /** A system property: {@code jdk} leaves everything to the JDK. */
    static final String PROPERTY = "latchkey.cryptography";

    private CryptographyProvider() {}

    /** Installs Corretto's provider where its library loads and passes its own tests; else changes nothing. */
    public static void install() {
        if ("jdk".equals(System.getProperty(PROPERTY))) {
            return;
        }
        try {
            AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
            if (corretto.getLoadingError() == null) {
                corretto.assertHealthy();
                AmazonCorrettoCryptoProvider.install();
            }
        } catch (LinkageError | RuntimeException e) {
            // No such library for this platform, or one that does not work: the JDK has all that is
            // needed.
        }
    }

    /** The provider that verifies signatures in this process, with its version. */
    public static String inUse() {
        try {
            Provider provider = Signature.getInstance("SHA256withRSA").getProvider();
            return provider.getName() + " " + provider.getVersionStr();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform verifies RSA signatures", e);
        }
    }
}
