package dev.latchkey.saml.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.saml.signature.Decryption.Failed;
import dev.latchkey.saml.signature.Decryption.Opened;
import dev.latchkey.saml.signature.Decryption.Plain;
import dev.latchkey.saml.signature.Decryption.Refused;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.saml.xml.XmlBounds;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens and what does not, at the edges that no whole message reaches. */
class DecryptionTest {
    private static final TestIdp OURS = TestIdp.rsa(2048);
    private static final XmlBounds BOUNDS = new XmlBounds(64, 10_000, 64, 128 * 1024);
    private static final Allowance CBC = new Allowance(false, false, false, true, false);

    private static final String OAEP =
            "<x:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p\"/>";

    private static Opened opened(int keyBytes, int keys, byte[] padded, Allowance allowance)
            throws Exception {
        return opened(keyBytes, OAEP, null, keys, padded, allowance);
    }

    private static Opened opened(
            int keyBytes,
            String method,
            byte @Nullable [] wrapped,
            int keys,
            byte[] padded,
            Allowance allowance)
            throws Exception {
        byte[] key = new byte[keyBytes];
        byte[] iv = new byte[16];
        Cipher content = Cipher.getInstance("AES/CBC/NoPadding");
        content.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        byte[] data = Arrays.copyOf(iv, 16 + padded.length);
        System.arraycopy(content.doFinal(padded), 0, data, 16, padded.length);
        Cipher wrap = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        wrap.init(Cipher.ENCRYPT_MODE, OURS.certificate().getPublicKey());
        String xml =
                """
                <e xmlns:x="http://www.w3.org/2001/04/xmlenc#"><x:EncryptedData>
                <x:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes%d-cbc"/>
                <k:KeyInfo xmlns:k="http://www.w3.org/2000/09/xmldsig#">%s</k:KeyInfo>%s
                </x:EncryptedData></e>
                """
                        .formatted(
                                8 * keyBytes,
                                encryptedKey(method, wrapped == null ? wrap.doFinal(key) : wrapped)
                                        .repeat(keys),
                                cipherData(data));
        XmlElement encrypted = XmlParser.parse(xml.getBytes(StandardCharsets.UTF_8), BOUNDS).root();
        return Decryption.open(
                encrypted, List.of(OURS.privateKey()), allowance, BOUNDS, 256 * 1024);
    }

    private static String encryptedKey(String method, byte[] wrapped) {
        return "<x:EncryptedKey>" + method + cipherData(wrapped) + "</x:EncryptedKey>";
    }

    private static String cipherData(byte[] octets) {
        return "<x:CipherData><x:CipherValue>"
                + Base64.getEncoder().encodeToString(octets)
                + "</x:CipherValue></x:CipherData>";
    }

    /** A small element, padded to one block. */
    private static byte[] oneBlock() {
        byte[] padded = Arrays.copyOf("<a/>".getBytes(StandardCharsets.UTF_8), 16);
        padded[15] = 12;
        return padded;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void oneBlockOpensWithAKeyOfEveryLengthWhereCbcIsAllowed(int keyBytes) throws Exception {
        assertThat(opened(keyBytes, 1, oneBlock(), CBC))
                .isInstanceOfSatisfying(
                        Plain.class,
                        plain -> assertThat(plain.document().root().localName()).isEqualTo("a"));
        assertThat(opened(keyBytes, 1, oneBlock(), Allowance.NONE)).isInstanceOf(Refused.class);
    }

    @Test
    void aPaddingIsFromOneToSixteen() throws Exception {
        byte[] longest = Arrays.copyOf("<sixteenoctets/>".getBytes(StandardCharsets.UTF_8), 32);
        longest[31] = 16;
        assertThat(opened(16, 1, longest, CBC)).isInstanceOf(Plain.class);
        byte[] shortest = "<fifteenoctet/> ".getBytes(StandardCharsets.UTF_8);
        shortest[15] = 1;
        assertThat(opened(16, 1, shortest, CBC)).isInstanceOf(Plain.class);
        byte[] none = "<fifteenoctet/> ".getBytes(StandardCharsets.UTF_8);
        none[15] = 0;
        assertThat(opened(16, 1, none, CBC)).isInstanceOf(Failed.class);
        byte[] longer = Arrays.copyOf("<fifteenoctet/>".getBytes(StandardCharsets.UTF_8), 32);
        longer[31] = 17;
        assertThat(opened(16, 1, longer, CBC)).isInstanceOf(Failed.class);
    }

    @Test
    void eightKeysAreTriedAndNineAreNot() throws Exception {
        assertThat(opened(32, 8, oneBlock(), CBC)).isInstanceOf(Plain.class);
        assertThat(opened(32, 9, oneBlock(), CBC)).isInstanceOf(Failed.class);
    }

    @Test
    void aMaskWithoutANameIsAnAlgorithmThatIsNotAccepted() throws Exception {
        String method =
                """
                <x:EncryptionMethod xmlns:y="http://www.w3.org/2009/xmlenc11#"
                    Algorithm="http://www.w3.org/2009/xmlenc11#rsa-oaep">%s</x:EncryptionMethod>
                """;
        assertThat(opened(16, method.formatted(""), null, 1, oneBlock(), CBC))
                .isInstanceOf(Plain.class);
        assertThat(opened(16, method.formatted("<y:MGF/>"), null, 1, oneBlock(), CBC))
                .isEqualTo(new Refused("http://www.w3.org/2009/xmlenc11#rsa-oaep"));
    }

    /** The content is encrypted with the key of zeroes: the key that is gone on with must not be foreseen. */
    @Test
    void aKeyThatDoesNotUnwrapIsReplacedByOneThatNobodyKnows() throws Exception {
        String method =
                "<x:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#rsa-1_5\"/>";
        byte[] rubbish = new byte[256];
        rubbish[255] = 2;
        Allowance allowance = new Allowance(false, false, false, true, true);
        assertThat(opened(16, method, rubbish, 1, oneBlock(), allowance))
                .isInstanceOf(Failed.class);
    }
}
