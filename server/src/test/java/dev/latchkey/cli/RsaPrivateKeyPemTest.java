package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RsaPrivateKeyPemTest {
    private static final int PKCS1_OFFSET = 26;

    @Test
    void readsBothFormsOfAnRsaKey() throws Exception {
        RSAPrivateKey key = rsaKey();
        byte[] pkcs8 = key.getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, PKCS1_OFFSET, pkcs8.length);

        assertThat(RsaPrivateKeyPem.read(pem("PRIVATE KEY", pkcs8))).isEqualTo(key);
        assertThat(RsaPrivateKeyPem.read(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(key);
    }

    @Test
    void refusesWhatIsNotAnRsaKeyWithoutRepeatingIt() {
        assertThatThrownBy(() -> RsaPrivateKeyPem.read("hunter2"))
                .isInstanceOf(UnusableInput.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> RsaPrivateKeyPem.read(pem("PRIVATE KEY", new byte[] {1, 2, 3})))
                .isInstanceOf(UnusableInput.class);
        assertThatThrownBy(
                        () -> RsaPrivateKeyPem.read(pem("ENCRYPTED PRIVATE KEY", new byte[] {1})))
                .isInstanceOf(UnusableInput.class);
    }

    private static RSAPrivateKey rsaKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return (RSAPrivateKey) generator.generateKeyPair().getPrivate();
    }

    private static String pem(String name, byte[] der) {
        return "-----BEGIN "
                + name
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + name
                + "-----\n";
    }
}
