package dev.latchkey.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

/** The two providers of cryptography that are compared. */
final class Providers {
    static final String JDK = "jdk";
    static final String CORRETTO = "accp";

    private Providers() {}

    static void install(String provider) {
        if (provider.equals(CORRETTO)) {
            AmazonCorrettoCryptoProvider.install();
        }
    }

    /** Whether the native library loads on this machine. */
    static boolean correttoLoads() {
        return AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
    }
}
