package dev.latchkey.saml;

/** What came of reading a certificate that somebody pasted or sent. */
public sealed interface CertificateReading {
    record Read(TrustedCertificate certificate) implements CertificateReading {}

    /** A private key stood where a certificate belongs (requirement D17): nothing of it is kept here. */
    record PrivateKeyGiven() implements CertificateReading {}

    /** Not a certificate, or one whose key can't verify what we accept. */
    record Unusable(Reason reason, String found) implements CertificateReading {}
}
