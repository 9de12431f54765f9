package dev.latchkey.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.util.List;

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

    /** The providers that work here, the JDK's first. */
    static List<String> usable() {
        return correttoLoads() ? List.of(JDK, CORRETTO) : List.of(JDK);
    }

    /** Whether the native library loads on this machine. */
    static boolean correttoLoads() {
        return AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
    }
}
