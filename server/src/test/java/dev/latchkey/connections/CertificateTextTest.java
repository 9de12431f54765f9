package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateTextTest {
    @Test
    void refusesAPrivateKeyWithOrWithoutArmourAndRepeatsNothingOfIt() throws Exception {
        String key =
                Base64.getMimeEncoder()
                        .encodeToString(
                                KeyPairGenerator.getInstance("RSA")
                                        .generateKeyPair()
                                        .getPrivate()
                                        .getEncoded());
        String armoured =
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END " + "PRIVATE KEY-----";

        for (String pasted : List.of(key, armoured)) {
            assertThat(CertificateText.read(pasted))
                    .isEqualTo(
                            new Result.Refused<>(
                                    List.of(new Problem(ConnectionError.PRIVATE_KEY_GIVEN, null))));
        }
    }

    @Test
    void neverPrintsWhatWasPasted() {
        assertThat(ConnectionForm.empty().toString()).isEqualTo("ConnectionForm[]");
    }

    @Test
    void saysWhatItIsInsteadOfACertificateAndQuotesNothingOfIt() {
        assertThat(CertificateText.read("hello, world"))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused ->
                                assertThat(refused.problems().toString())
                                        .contains("CERTIFICATE_UNUSABLE")
                                        .contains("not base64")
                                        .doesNotContain("hello"));
    }
}
