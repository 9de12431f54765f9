package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.xml.security.encryption.XMLCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person may bring is the same whether the assertion is encrypted or not, at every size that is allowed. */
class LargeMessagesTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final TestIdp SP = TestIdp.rsa(2048);

    private static Verdict judged(ResponseBuilder message, Limits limits) {
        Expectations expectations =
                new Expectations(
                        ResponseBuilder.IDP,
                        ResponseBuilder.SP,
                        ResponseBuilder.ACS,
                        null,
                        new EmailSource.NameId(),
                        SignaturePolicy.RESPONSE,
                        EncryptionPolicy.ALLOWED,
                        List.of(IDP.pinned()),
                        List.of(new DecryptionKey((RSAPrivateKey) SP.privateKey())),
                        Set.of(),
                        Duration.ofSeconds(60),
                        false,
                        limits);
        String field = message.base64();
        assertThat((long) field.length()).isLessThan(limits.formBytes());
        return ResponseJudge.judge(
                ReceivedResponse.decode(field, limits), expectations, ResponseBuilder.NOW);
    }

    private static ResponseBuilder encrypted(ResponseBuilder message) {
        return message.encryptFor(
                SP.certificate().getPublicKey(), XMLCipher.AES_256_GCM, XMLCipher.RSA_OAEP);
    }

    private static ResponseBuilder groups(int count) {
        String[] groups = new String[count];
        for (int i = 0; i < count; i++) {
            groups[i] = "CN=Group-%05d,OU=%s,DC=example,DC=com".formatted(i, "Team".repeat(35));
        }
        assertThat(groups[0]).hasSizeGreaterThan(170);
        return new ResponseBuilder(IDP).attribute("groups", groups);
    }

    private static int groups(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict)
                .identity()
                .attributes()
                .getOrDefault("groups", List.of())
                .size();
    }

    @Test
    void aThousandLongGroupsPassPlainAndEncrypted() {
        assertThat(groups(judged(groups(1_000), Limits.MESSAGE))).isEqualTo(1_000);
        assertThat(groups(judged(encrypted(groups(1_000)), Limits.MESSAGE))).isEqualTo(1_000);
    }

    /** A message of another implementation, whose encrypted assertion is one text of 139 KB. */
    @Test
    void sixHundredGroupsPassEncryptedByXmlsec() throws Exception {
        Path folder = Path.of("src/test/resources/large/encrypted-600-groups");
        String key =
                Files.readString(folder.resolve("decryption-key.pem"))
                        .replaceAll("-----[A-Z ]+-----|\\s", "");
        RSAPrivateKey ours =
                (RSAPrivateKey)
                        KeyFactory.getInstance("RSA")
                                .generatePrivate(
                                        new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
        TrustedCertificate theirs =
                ((CertificateReading.Read)
                                TrustedCertificate.read(
                                        Files.readString(folder.resolve("certificate.pem"))))
                        .certificate();
        Expectations expectations =
                new Expectations(
                        "https://idp.example/saml",
                        "https://sso.vendor.example/saml/x",
                        "https://sso.vendor.example/saml/x/acs",
                        "_request1",
                        new EmailSource.NameId(),
                        SignaturePolicy.RESPONSE,
                        EncryptionPolicy.REQUIRED,
                        List.of(theirs),
                        List.of(new DecryptionKey(ours)),
                        Set.of(),
                        Duration.ofSeconds(60),
                        false,
                        Limits.MESSAGE);
        String field =
                Base64.getEncoder()
                        .encodeToString(Files.readAllBytes(folder.resolve("response.xml")));
        Verdict verdict =
                ResponseJudge.judge(
                        ReceivedResponse.decode(field, Limits.MESSAGE),
                        expectations,
                        Instant.parse("2026-06-01T12:00:00Z"));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(((Verdict.Accepted) verdict).identity().attributes().values())
                .anySatisfy(values -> assertThat(values).hasSize(600));
    }

    @Test
    void aPhotographPassesPlainAndEncrypted() {
        String photo = Base64.getMimeEncoder().encodeToString(new byte[108 * 1024]);
        for (UnaryOperator<ResponseBuilder> way :
                List.<UnaryOperator<ResponseBuilder>>of(r -> r, LargeMessagesTest::encrypted)) {
            assertThat(
                            judged(
                                    way.apply(new ResponseBuilder(IDP).attribute("photo", photo)),
                                    Limits.MESSAGE))
                    .isInstanceOf(Verdict.Accepted.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024, 512 * 1024})
    void everythingFollowsTheSize(int bytes) {
        Limits limits = Limits.ofMessage(bytes);
        int most = bytes / 240;
        assertThat(groups(judged(groups(most), limits))).isEqualTo(most);
        assertThat(groups(judged(encrypted(groups(most)), limits))).isEqualTo(most);
        int tooMany = bytes / 180;
        assertThat(judged(groups(tooMany), limits))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> {
                            assertThat(rejected.reason()).isEqualTo(Reason.MESSAGE_TOO_LARGE);
                            assertThat(rejected.found())
                                    .contains("LATCHKEY_MESSAGE_MAX_BYTES=" + bytes);
                        });
        assertThat(judged(encrypted(groups(tooMany)), limits))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason()).isEqualTo(Reason.MESSAGE_TOO_LARGE));
    }

    /** No bound is inside another without knowing it. */
    @ParameterizedTest
    @ValueSource(ints = {1024, 4096, 64 * 1024, 256 * 1024, 2 * 1024 * 1024})
    void eachBoundHasRoomForTheOneWithin(int bytes) {
        Limits limits = Limits.ofMessage(bytes);
        assertThat(limits.encryptedBytes()).isGreaterThan(bytes * 13 / 9);
        assertThat(limits.textChars()).isGreaterThanOrEqualTo(limits.encryptedBytes());
        assertThat(limits.base64Chars()).isGreaterThan(limits.encryptedBytes() * 4 / 3);
        assertThat(limits.formBytes()).isGreaterThan(limits.base64Chars() * 3L / 2);
        assertThat(limits.lineBytes()).isGreaterThan(2 * limits.base64Chars());
        assertThat((long) limits.elements() * 35).isGreaterThan(bytes);
        byte[] longest = "x".repeat(bytes).getBytes(StandardCharsets.UTF_8);
        assertThat(Base64.getMimeEncoder().encode(longest).length)
                .isLessThan(limits.encryptedBytes());
    }
}
