package dev.latchkey.saml;

import dev.latchkey.saml.signature.Decryption;
import dev.latchkey.saml.xml.Shown;

/** Notes why something encrypted was not opened, as far as that may be said. */
final class Opening {
    private Opening() {}

    static void refused(Decryption.Refused refused, String check, Ledger ledger) {
        String algorithm = refused.algorithm();
        ledger.fail(Reason.ENCRYPTION_ALGORITHM, check, wanted(algorithm), Shown.value(algorithm));
    }

    /** What helps depends on what came: no exception is for all. */
    private static String wanted(String algorithm) {
        String usual = "AES-GCM and RSA-OAEP";
        if (algorithm.contains("tripledes")) {
            return usual + "; no exception allows Triple DES";
        }
        if (algorithm.matches(".*#aes\\d+-cbc")) {
            return usual + ", or the exception " + Concession.AES_CBC.id();
        }
        return algorithm.endsWith("#rsa-1_5")
                ? usual + ", or the exception " + Concession.RSA_1_5.id()
                : usual;
    }

    static void tooLarge(Decryption.TooLarge large, Limits limits, String check, Ledger ledger) {
        ledger.fail(
                Reason.MESSAGE_TOO_LARGE,
                check,
                "what is encrypted: " + limits.size(),
                large.bytes() + " bytes encrypted");
    }

    static void beyond(Decryption.Beyond beyond, String check, Ledger ledger) {
        ledger.fail(
                Unreadable.reason(beyond.bound()),
                check,
                "what is encrypted within the bounds",
                beyond.bound().detail());
    }
}
