package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.xml.security.encryption.XMLCipher;
import org.junit.jupiter.api.Test;

/** No private key of ours comes out in a text, and the core writes no log that one could come into (CVE-2023-44483). */
class SecretKeysTest {
    private static final TestIdp OURS = TestIdp.rsa(2048);
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final RSAPrivateCrtKey KEY = (RSAPrivateCrtKey) OURS.privateKey();

    private static Expectations expectations() {
        return new Expectations(
                ResponseBuilder.IDP,
                ResponseBuilder.SP,
                ResponseBuilder.ACS,
                null,
                new EmailSource.NameId(),
                SignaturePolicy.RESPONSE,
                EncryptionPolicy.REQUIRED,
                List.of(IDP.pinned()),
                List.of(new DecryptionKey(KEY)),
                Set.of(),
                Duration.ofSeconds(60),
                false,
                Limits.MESSAGE);
    }

    private static void assertSilent(String text) {
        assertThat(text)
                .doesNotContain(
                        KEY.getPrivateExponent().toString(),
                        KEY.getPrivateExponent().toString(16),
                        KEY.getPrimeP().toString(),
                        KEY.getPrimeP().toString(16),
                        "RSAPrivate",
                        "private exponent");
    }

    @Test
    void aKeyPrintsAsNothingWhereverItIsHeld() {
        assertThat(new SigningKey(KEY, OURS.certificate())).hasToString("***");
        assertThat(new DecryptionKey(KEY)).hasToString("***");
        assertSilent(expectations().toString());
    }

    @Test
    void neitherAVerdictNorAnErrorTellsAKey() {
        ResponseBuilder opened =
                new ResponseBuilder(IDP)
                        .encryptFor(
                                OURS.certificate().getPublicKey(),
                                XMLCipher.AES_256_GCM,
                                XMLCipher.RSA_OAEP);
        ResponseBuilder broken =
                new ResponseBuilder(IDP)
                        .encryptFor(
                                IDP.certificate().getPublicKey(),
                                XMLCipher.AES_256_GCM,
                                XMLCipher.RSA_OAEP);
        for (ResponseBuilder response : List.of(opened, broken)) {
            Verdict verdict =
                    ResponseJudge.judge(
                            ReceivedResponse.decode(response.base64(), Limits.MESSAGE),
                            expectations(),
                            ResponseBuilder.NOW);
            assertSilent(verdict.toString());
        }
    }

    @Test
    void theCoreHasNoLog() throws IOException {
        try (Stream<Path> classes = Files.walk(Path.of("target", "classes"))) {
            List<Path> compiled =
                    classes.filter(path -> path.toString().endsWith(".class")).toList();
            assertThat(compiled).hasSizeGreaterThan(40);
            for (Path each : compiled) {
                assertThat(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1))
                        .as(each.toString())
                        .doesNotContain(
                                "java/lang/System$Logger",
                                "java/util/logging",
                                "org/slf4j",
                                "java/io/PrintStream",
                                "printStackTrace");
            }
        }
    }
}
