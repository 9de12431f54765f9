package dev.latchkey.saml;

/** What people paste where a certificate belongs, in the words that they are told (requirement C). */
enum Foreign {
    NOTHING(
            "nothing. Paste the IdP's signing certificate, from BEGIN CERTIFICATE to END CERTIFICATE"),
    NOT_BASE64("text that is not base64. Paste the certificate as a file of the IdP has it"),
    CUT_OFF(
            "the beginning or the end of something. Copy all of it, from BEGIN CERTIFICATE to END CERTIFICATE"),
    NO_CERTIFICATE("base64 of something else than a certificate"),
    SEVERAL("more than one certificate"),
    PUBLIC_KEY(
            "a public key without its certificate. Have the IdP's administrator export the certificate"),
    REQUEST(
            "a request for a certificate. Paste the certificate that was issued for it, which begins with BEGIN CERTIFICATE"),
    REVOCATIONS("a list of revoked certificates. Paste the IdP's own signing certificate"),
    PKCS12(
            "a PKCS #12 or Java key store, which may hold a private key. Export the certificate alone, and never send the key store"),
    FINGERPRINT(
            "a fingerprint. It names a certificate and can't stand for it: paste the certificate"),
    DUMP(
            "what a tool prints about a certificate, without the certificate itself. Paste that, from BEGIN CERTIFICATE to END CERTIFICATE"),
    NAME("the name of a certificate's holder. Paste the certificate itself"),
    ADDRESS("a web address. Open it, and paste the certificate that is there"),
    JWK("a key in JSON (JWK) without a certificate. Paste the certificate that goes with it"),
    HTML("a web page. Download the certificate instead of saving the page that shows it"),
    XML(
            "XML without a certificate for signing. Paste the content of X509Certificate, or upload it as metadata");

    private final String words;

    Foreign(String words) {
        this.words = words;
    }

    CertificateReading.Unusable reading() {
        return new CertificateReading.Unusable(Reason.CERTIFICATE_UNREADABLE, words);
    }
}
