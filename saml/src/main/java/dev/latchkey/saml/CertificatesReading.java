package dev.latchkey.saml;

import java.util.List;

/** What came of reading one or more certificates that somebody pasted or sent. */
public sealed interface CertificatesReading {
    /** In the order in which they stand, each once. */
    record Read(List<TrustedCertificate> certificates) implements CertificatesReading {}

    /** A private key stood where a certificate belongs (requirement D17): nothing of it is kept here. */
    record PrivateKeyGiven() implements CertificatesReading {}

    /** There is something that can't be used. */
    record Unusable(CertificateReading.Unusable why) implements CertificatesReading {}
}
