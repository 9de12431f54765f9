package dev.latchkey.saml.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RSA keys are strong from 2048 bits on, or 1024 where that is put up with, to 8192. */
class KeyLengthTest {
    private static PublicKey rsa(int bits) throws GeneralSecurityException {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
    }

    @ParameterizedTest
    @CsvSource({
        "1023, false, false",
        "1024, false, true",
        "2047, false, true",
        "2048, true, true",
        "8192, true, true",
        "8193, false, false"
    })
    void anRsaKeyIsStrongByItsBits(int bits, boolean usually, boolean conceded) throws Exception {
        assertThat(SignatureAlgorithm.isStrong(rsa(bits), false)).isEqualTo(usually);
        assertThat(SignatureAlgorithm.isStrong(rsa(bits), true)).isEqualTo(conceded);
    }
}
