package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.Pem;
import dev.latchkey.saml.testing.TestIdp;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
                new String[] {"", "hello", "%%%", bare.substring(0, 200), "MIIB", "AAAA"}) {
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
    void knowsAPrivateKeyThatACopyHasChanged() {
        String pem = Pem.of(RSA.privateKey());
        for (String text :
                new String[] {
                    pem.toLowerCase(java.util.Locale.ROOT),
                    pem.replace(" ", "+"),
                    pem.replace("PRIVATE KEY", "PRIVATE\nKEY"),
                    Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
                    "Private-Key: (2048 bit, 2 primes)\nmodulus:\n    00:ad",
                    "modulus:\n 00:ad\nprivateExponent:\n 11:22",
                    Base64.getEncoder()
                            .encodeToString(
                                    "openssh-key-v1\0none".getBytes(StandardCharsets.US_ASCII)),
                    "<RSAKeyValue><Modulus>AAAA</Modulus><InverseQ>AAAA</InverseQ></RSAKeyValue>"
                }) {
            assertThat(TrustedCertificate.read(text))
                    .as(text)
                    .isInstanceOf(CertificateReading.PrivateKeyGiven.class);
        }
        assertThat(
                        TrustedCertificate.read(
                                "X509v3 Private Key Usage Period: critical\n"
                                        + Pem.of(RSA.certificate())))
                .isInstanceOf(CertificateReading.Read.class);
        assertThat(unusable("Serial Number: 1\nSignature Algorithm: x\n 00:11:22").found())
                .startsWith("what a tool prints");
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

    private static String file(String name) throws Exception {
        try (java.io.InputStream in =
                java.util.Objects.requireNonNull(
                        CertificateReadingTest.class.getResourceAsStream(
                                "/certificates/" + name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String bare() throws Exception {
        return Base64.getEncoder().encodeToString(RSA.certificate().getEncoded());
    }

    @Test
    void takesWhatHoldsACertificateHoweverItWasCopied() throws Exception {
        String pem = Pem.of(RSA.certificate());
        String bare = bare();
        for (String text :
                new String[] {
                    file("c05b-char-refs-in-pem"),
                    file("c07-xml-element"),
                    file("c09-nbsp"),
                    file("c16-pkcs7"),
                    pem.replace("\n", "&#xD;\n"),
                    pem.replace("\n", "\u200b\ufeff\n"),
                    pem.replace(" ", "\u00a0"),
                    pem.replace("-----", "\u2014\u2013"),
                    "\"" + pem + "\"",
                    "\"" + bare + "\",",
                    "> " + pem.replace("\n", "\n> "),
                    "<X509Certificate>" + bare + "</X509Certificate>",
                    "<dsig:X509Certificate xmlns:dsig=\"x\">\n"
                            + bare
                            + "\n</dsig:X509Certificate>",
                    "<ds:X509Certificate>" + pem + "</ds:X509Certificate>",
                    bare.replace('+', '-').replace('/', '_').replace("=", ""),
                    bare.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
                    bare.replace("/", "\\/"),
                    bare.replace("+", "\\u002b"),
                    java.util.HexFormat.of().formatHex(RSA.certificate().getEncoded()),
                    java.util.HexFormat.ofDelimiter(":").formatHex(RSA.certificate().getEncoded()),
                    Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)),
                    "<a:X509Certificate><![CDATA[" + bare + "]]></a:X509Certificate>",
                    "<!-- <X509Certificate>old</X509Certificate> --><X509Certificate>"
                            + bare
                            + "</X509Certificate>",
                    "<md:KeyDescriptor use=\"encryption\"><ds:X509Certificate>AAAA</ds:X509Certificate></md:KeyDescriptor>"
                            + "<md:KeyDescriptor use=\"signing\"><ds:X509Certificate>"
                            + bare
                            + "</ds:X509Certificate></md:KeyDescriptor>",
                    "{\"keys\": [{\n  \"kty\": \"RSA\",\n  \"x5c\": [\n    \""
                            + bare
                            + "\"\n  ]\n}]}",
                    "{\"kty\":\"RSA\",\"x5c\":[\"" + bare + "\"]}"
                }) {
            assertThat(TrustedCertificate.read(text))
                    .as(text)
                    .isInstanceOf(CertificateReading.Read.class);
        }
        byte[] trusted =
                java.util.Arrays.copyOf(
                        RSA.certificate().getEncoded(), RSA.certificate().getEncoded().length + 4);
        trusted[trusted.length - 4] = 0x30;
        trusted[trusted.length - 3] = 2;
        trusted[trusted.length - 2] = 0x0c;
        assertThat(
                        TrustedCertificate.read(
                                "-----BEGIN TRUSTED CERTIFICATE-----\n"
                                        + Base64.getMimeEncoder().encodeToString(trusted)
                                        + "\n-----END TRUSTED CERTIFICATE-----"))
                .isInstanceOf(CertificateReading.Read.class);
    }

    @Test
    void takesSeveralWhereSeveralMayStand() throws Exception {
        TestIdp other = TestIdp.ec("secp256r1");
        String two = Base64.getEncoder().encodeToString(other.certificate().getEncoded());
        for (String text :
                new String[] {
                    bare() + "\n" + two,
                    two + bare(),
                    Pem.of(RSA.certificate()) + Pem.of(other.certificate()),
                    "<a:X509Certificate>"
                            + two
                            + "</a:X509Certificate><X509Certificate>"
                            + bare()
                            + "</X509Certificate>"
                }) {
            assertThat(TrustedCertificate.readAll(text))
                    .isInstanceOfSatisfying(
                            CertificatesReading.Read.class,
                            read -> assertThat(read.certificates()).hasSize(2));
            assertThat(unusable(text).found()).isEqualTo("more than one certificate");
        }
    }

    @Test
    void saysWhatElseItIs() throws Exception {
        String key =
                Base64.getEncoder().encodeToString(RSA.certificate().getPublicKey().getEncoded());
        java.util.Map.ofEntries(
                        java.util.Map.entry(file("c17-public-key"), "a public key"),
                        java.util.Map.entry(key, "a public key"),
                        java.util.Map.entry(
                                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7", "a public key"),
                        java.util.Map.entry(file("c18-fingerprint"), "a fingerprint"),
                        java.util.Map.entry("a".repeat(40), "a fingerprint"),
                        java.util.Map.entry("CN=idp.example, O=Example", "the name of"),
                        java.util.Map.entry("/C=DE/CN=idp.example", "the name of"),
                        java.util.Map.entry(
                                "{\"kty\":\"RSA\",\"n\":\"xyz\",\"e\":\"AQAB\"}", "a key in JSON"),
                        java.util.Map.entry(
                                "<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
                        java.util.Map.entry("https://idp.example/cert.pem", "a web address"),
                        java.util.Map.entry(
                                "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----",
                                "a list of revoked"),
                        java.util.Map.entry(
                                "-----BEGIN NEW CERTIFICATE REQUEST-----\nMIIB\n-----END NEW CERTIFICATE REQUEST-----",
                                "a request for"),
                        java.util.Map.entry(
                                "MIIBAgEDMIH8BgkqhkiG9w0BBwGgge4EgesA", "the beginning or the end"),
                        java.util.Map.entry("MA8CAQMwCgYIKoZIhvcNAQc=", "a PKCS #12"),
                        java.util.Map.entry("   ", "nothing"),
                        java.util.Map.entry(bare().substring(0, 400), "the beginning or the end"))
                .forEach((text, words) ->
                        assertThat(unusable(text).found()).as(text).startsWith(words));
    }

    @Test
    void aPrivateKeyIsOneInJsonToo() {
        assertThat(TrustedCertificate.read("{\"kty\":\"RSA\",\"d\":\"secret\"}"))
                .isInstanceOf(CertificateReading.PrivateKeyGiven.class);
        assertThat(TrustedCertificate.read(Pem.of(RSA.privateKey()).replace(" ", "\u00a0")))
                .isInstanceOf(CertificateReading.PrivateKeyGiven.class);
    }

    /** What the JDK's parser refuses matters to nobody who pins a key. */
    @Test
    void pinsTheKeyOfACertificateThatIsOddOtherwise() throws Exception {
        for (byte[] odd :
                List.of(
                        changed(2, new DERSequence()),
                        changed(0, new ASN1Integer(-7)),
                        changed(0, new ASN1Integer(0)),
                        changed(4, new DERSequence()),
                        changed(2, new DERSequence(new ASN1Integer(1))))) {
            assertThat(TrustedCertificate.readDer(odd))
                    .isInstanceOfSatisfying(
                            CertificateReading.Read.class,
                            read -> {
                                assertThat(read.certificate().key())
                                        .isEqualTo(RSA.certificate().getPublicKey());
                                assertThat(read.certificate().der()).isEqualTo(odd);
                                assertThat(read.certificate().notAfter())
                                        .isEqualTo(RSA.certificate().getNotAfter().toInstant());
                            });
        }
    }

    @Test
    void aDateThatNobodyCanReadIsLongOver() throws Exception {
        byte[] odd =
                changed(
                        3,
                        new DERSequence(
                                new ASN1Encodable[] {
                                    new DERUTF8String("x"), new DERUTF8String("y")
                                }));
        assertThat(
                        ((CertificateReading.Read) TrustedCertificate.readDer(odd))
                                .certificate()
                                .notAfter())
                .isEqualTo(java.time.Instant.EPOCH);
    }

    /** The certificate with another part, counted from the serial number. Its signature no longer holds, which nobody asks. */
    private static byte[] changed(int part, ASN1Encodable other) throws Exception {
        ASN1Sequence whole = ASN1Sequence.getInstance(RSA.certificate().getEncoded());
        ASN1Encodable[] body = ASN1Sequence.getInstance(whole.getObjectAt(0)).toArray();
        body[part + 1] = other;
        return new DERSequence(
                        new ASN1Encodable[] {
                            new DERSequence(body), whole.getObjectAt(1), whole.getObjectAt(2)
                        })
                .getEncoded("DER");
    }

    @Test
    void saysWhichExceptionAShortKeyNeeds() {
        assertThat(TestIdp.rsa(1024).pinned().weakness()).contains("1024 bits").contains("rsa1024");
        assertThat(RSA.pinned().weakness()).isNull();
    }

    /** What is read twice as long for each piece more would not come to an end. */
    @Test
    @Timeout(120)
    void whateverIsPastedCostsNoMoreThanItsLength() {
        for (String text :
                new String[] {
                    "-----BEGIN CERTIFICATE-----".repeat(20_000),
                    "<X509Certificate ".repeat(30_000),
                    "&#".repeat(200_000),
                    "-".repeat(400_000),
                    "=".repeat(400_000),
                    "00:".repeat(130_000),
                    "CN=".repeat(130_000),
                    "a: ".repeat(130_000),
                    "30".repeat(200_000)
                }) {
            assertThat(TrustedCertificate.read(text))
                    .as(text.substring(0, 10))
                    .isInstanceOf(CertificateReading.Unusable.class);
        }
    }
}
