package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.Pem;
import dev.latchkey.saml.testing.TestIdp;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be pasted as a certificate, and what is said of anything else. */
class CertificateReadingTest {
    private static final TestIdp RSA = TestIdp.rsa(2048);

    /** A certificate on secp256k1, a curve of the right size that we have no algorithm for. */
    private static final String ON_SECP256K1 =
            "MIIBbzCCARSgAwIBAgIUYYRq0+Zi+DuaxLV10LZRDtmS5LswCgYIKoZIzj0EAwIwDTELMAkGA1UE"
                    + "AwwCazEwIBcNMjYxMTI1MTM0NzAwWhgPMjA1MTA3MTcxMzQ3MDBaMA0xCzAJBgNVBAMMAmsxMFYw"
                    + "EAYHKoZIzj0CAQYFK4EEAAoDQgAE7R7+0JCDBvYWdZNe+ui6FyE67MVBzw7D+oorDkEZLV+AOvn/"
                    + "a+uN55JEFB8FXd84W46iHr5NUsqAzLN99HS0IKNTMFEwHQYDVR0OBBYEFNHUOclVQjNN8nNo87Q2"
                    + "zhGc9IEEMB8GA1UdIwQYMBaAFNHUOclVQjNN8nNo87Q2zhGc9IEEMA8GA1UdEwEB/wQFMAMBAf8w"
                    + "CgYIKoZIzj0EAwIDSQAwRgIhAPsxjOhwYOfLy/IQlBKvdQEouxg88Mg6N7tdoyq+JIfZAiEA0N1K"
                    + "rSc6XCnPbxMLbnXvYKSISpeHBfP6qAFbdKWXzT8=";

    private static CertificateReading.Unusable unusable(String text) {
        CertificateReading reading = TrustedCertificate.read(text);
        assertThat(reading).isInstanceOf(CertificateReading.Unusable.class);
        return (CertificateReading.Unusable) reading;
    }

    @Test
    void readsPemBareBase64AndWhiteSpaceAnywhere() throws Exception {
        String pem = Pem.of(RSA.certificate());
        String bare = Base64.getEncoder().encodeToString(RSA.certificate().getEncoded());
        for (String text :
                new String[] {pem, bare, pem.replace("\n", "\r\n  "), "  " + bare + "\t\n"}) {
            assertThat(TrustedCertificate.read(text)).isInstanceOf(CertificateReading.Read.class);
        }
    }

    @Test
    void passesOverWhatToolsWriteAroundPem() {
        String pem = Pem.of(RSA.certificate());
        for (String text :
                new String[] {
                    "Bag Attributes\n    friendlyName: idp, signing\nsubject=CN = Test IdP\n" + pem,
                    "Certificate:\n    Data:\n        Version: 3 (0x2)\n" + pem + "\n\nThank you!",
                    "\ufeff" + pem,
                    pem.replace("\n", "\\n"),
                    pem.replace("\n", "\\r\\n"),
                    pem.replace("\n", " "),
                    pem.replace("CERTIFICATE", "X509 CERTIFICATE")
                }) {
            assertThat(TrustedCertificate.read(text)).isInstanceOf(CertificateReading.Read.class);
        }
    }

    @Test
    void readsTheKindsOfKeyThatCanVerify() {
        for (TestIdp idp :
                new TestIdp[] {
                    RSA, TestIdp.ec("secp256r1"), TestIdp.ec("secp384r1"), TestIdp.ec("secp521r1")
                }) {
            assertThat(TrustedCertificate.read(Pem.of(idp.certificate())))
                    .isInstanceOf(CertificateReading.Read.class);
        }
    }

    @Test
    void saysThatAKeyCanVerifyNothing() {
        assertThat(unusable(Pem.of(TestIdp.ed25519().certificate())).reason())
                .isEqualTo(Reason.CERTIFICATE_KEY_UNSUPPORTED);
        assertThat(unusable(ON_SECP256K1).reason()).isEqualTo(Reason.CERTIFICATE_KEY_UNSUPPORTED);
    }

    @Test
    void saysThatSomethingIsNoCertificate() {
        String bare = Pem.of(RSA.certificate()).replaceAll("-----.*-----", "");
        for (String text :
                new String[] {
                    "", "hello", "%%%", bare.substring(0, 200), "MIIB", "AAAA", bare + "\u00a0"
                }) {
            assertThat(unusable(text).reason()).isEqualTo(Reason.CERTIFICATE_UNREADABLE);
        }
    }

    @Test
    void knowsAPrivateKeyInEveryDress() {
        String pem = Pem.of(RSA.privateKey());
        String bare = pem.replaceAll("-----.*-----", "");
        for (String text : new String[] {pem, bare, Pem.of(RSA.certificate()) + pem}) {
            assertThat(TrustedCertificate.read(text))
                    .isInstanceOf(CertificateReading.PrivateKeyGiven.class);
        }
    }

    @Test
    void doesNotChooseAmongSeveral() throws Exception {
        String pem = Pem.of(RSA.certificate());
        byte[] der = RSA.certificate().getEncoded();
        byte[] twice = java.util.Arrays.copyOf(der, 2 * der.length);
        System.arraycopy(der, 0, twice, der.length, der.length);
        for (CertificateReading reading :
                List.of(
                        TrustedCertificate.read(pem + pem),
                        TrustedCertificate.readDer(twice),
                        TrustedCertificate.readDer(java.util.Arrays.copyOf(der, der.length + 1)))) {
            assertThat(reading)
                    .isEqualTo(
                            new CertificateReading.Unusable(
                                    Reason.CERTIFICATE_UNREADABLE, "more than one certificate"));
        }
    }
}
