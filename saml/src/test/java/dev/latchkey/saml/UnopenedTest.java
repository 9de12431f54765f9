package dev.latchkey.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.xml.security.encryption.XMLCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our key opens nothing that the Response's signature should have covered and does not: no check is made inside. */
class UnopenedTest {
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final TestIdp OURS = TestIdp.rsa(2048);

    private static Verdict judged(ResponseBuilder message, SignaturePolicy policy) {
        Expectations expectations =
                new Expectations(
                        ResponseBuilder.IDP,
                        ResponseBuilder.SP,
                        ResponseBuilder.ACS,
                        null,
                        new EmailSource.NameId(),
                        policy,
                        EncryptionPolicy.ALLOWED,
                        List.of(IDP.pinned()),
                        List.of(new DecryptionKey((RSAPrivateKey) OURS.privateKey())),
                        Set.of(),
                        Duration.ofSeconds(60),
                        false,
                        Limits.MESSAGE);
        return message.encryptFor(
                        OURS.certificate().getPublicKey(),
                        XMLCipher.AES_256_GCM,
                        XMLCipher.RSA_OAEP)
                .judgedBy(expectations);
    }

    private static List<String> names(Verdict verdict) {
        return verdict.checks().stream().map(Check::check).toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESPONSE", "BOTH"})
    void whatAnUnsignedResponseCarriesWhereItMustBeSigned(SignaturePolicy policy) {
        Verdict verdict = judged(new ResponseBuilder(IDP).sign(false, true), policy);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(names(verdict))
                .containsExactly(
                        "status",
                        "destination",
                        "response issuer",
                        "in response to",
                        "signature policy");
    }

    @ParameterizedTest
    @EnumSource
    void whatAResponseCarriesWhoseSignatureIsBroken(SignaturePolicy policy) {
        ResponseBuilder message =
                new ResponseBuilder(IDP)
                        .sign(true, true)
                        .afterText(xml -> xml.replaceFirst("ID=\"_r", "Consent=\"urn:x\" ID=\"_r"));
        Verdict verdict = judged(message, policy);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected) verdict).reason())
                .isEqualTo(Reason.SIGNATURE_DIGEST_MISMATCH);
        assertThat(names(verdict)).contains("response signature").doesNotContain("encryption");
        assertThat(names(verdict)).doesNotContain("assertion signature", "audience");
    }

    @Test
    void whatIsSignedInsideOpensWhereNoSignatureOfTheResponseIsAskedFor() {
        Verdict verdict =
                judged(new ResponseBuilder(IDP).sign(false, true), SignaturePolicy.ASSERTION);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        assertThat(names(verdict)).contains("encryption", "assertion signature");
    }
}
