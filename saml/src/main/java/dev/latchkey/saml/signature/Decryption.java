package dev.latchkey.saml.signature;

import dev.latchkey.saml.xml.XmlBounds;
import dev.latchkey.saml.xml.XmlDocument;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens an EncryptedAssertion or EncryptedID (SAML Core 2.3.4, XML Encryption 1.1). Whatever goes wrong with keys,
 * padding, tag or plaintext is one and the same failure, so that nobody learns from it which it was. Bounds are another
 * matter: the size shows in the message itself, and what is in a plaintext with an authentic tag is known to its writer.
 */
public final class Decryption {
    private static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
    private static final String XENC11 = "http://www.w3.org/2009/xmlenc11#";
    private static final int MOST_KEYS = 8;
    private static final int GCM_IV = 12;
    private static final int BLOCK = 16;

    /** What a ciphertext has more than its plaintext at the most: an IV and a tag, or an IV and padding. */
    private static final int MORE_THAN_PLAIN = 2 * BLOCK;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Decryption() {}

    /** What came of opening. */
    public sealed interface Opened {}

    /** The plaintext, parsed by the same parser. */
    public record Plain(XmlDocument document) implements Opened {}

    /** An algorithm that is not accepted: it stands in the message for all to see, so that it can be named. */
    public record Refused(String algorithm) implements Opened {}

    /** What is encrypted is larger than may be decrypted. */
    public record TooLarge(int bytes, int most) implements Opened {}

    /** What was encrypted, authentic, goes beyond a bound of the parser's. */
    public record Beyond(XmlRefused bound) implements Opened {}

    /** It did not open; why is not said. */
    public record Failed() implements Opened {}

    private record ContentAlgorithm(int keyBytes, boolean gcm) {}

    /**
     * Opens the one EncryptedData in {@code encrypted}, whose EncryptedKeys stand inside or beside it.
     *
     * @param most how many bytes are decrypted at the most
     */
    public static Opened open(
            XmlElement encrypted,
            List<PrivateKey> keys,
            Allowance allowance,
            XmlBounds bounds,
            int most) {
        XmlElement data = encrypted.only(XENC, "EncryptedData");
        String algorithm = data == null ? null : algorithmOf(data);
        if (data == null || algorithm == null || !holdsOnlyEncrypted(encrypted)) {
            return new Failed();
        }
        ContentAlgorithm content = content(algorithm, allowance);
        if (content == null) {
            return new Refused(algorithm);
        }
        byte[] cipherText = cipherValue(data);
        List<XmlElement> wrapped = encryptedKeys(encrypted, data);
        if (cipherText == null || wrapped.isEmpty() || wrapped.size() > MOST_KEYS) {
            return new Failed();
        }
        if (cipherText.length - MORE_THAN_PLAIN > most) {
            return new TooLarge(cipherText.length, most);
        }
        String refused = null;
        for (XmlElement encryptedKey : wrapped) {
            Transport transport = Transport.of(encryptedKey, allowance);
            if (transport == null) {
                refused = algorithmOf(encryptedKey);
                continue;
            }
            for (PrivateKey key : keys) {
                Opened opened =
                        tryOpen(
                                transport,
                                encryptedKey,
                                key,
                                content,
                                cipherText,
                                encrypted,
                                bounds);
                if (opened != null) {
                    return opened;
                }
            }
        }
        return refused != null && wrapped.size() == 1 ? new Refused(refused) : new Failed();
    }

    /** SAML Core 2.3.4: nothing else may stand beside, also nothing that another reader could take for it. */
    private static boolean holdsOnlyEncrypted(XmlElement encrypted) {
        for (XmlElement child : encrypted.elements()) {
            if (!child.is(XENC, "EncryptedData") && !child.is(XENC, "EncryptedKey")) {
                return false;
            }
        }
        return true;
    }

    /** The same for an element that a signature covers: what comes out is covered by it. */
    public static VerifiedElement covered(VerifiedElement encrypted, XmlElement plain) {
        return encrypted.decryptedTo(plain);
    }

    private static @Nullable Opened tryOpen(
            Transport transport,
            XmlElement encryptedKey,
            PrivateKey key,
            ContentAlgorithm content,
            byte[] cipherText,
            XmlElement place,
            XmlBounds bounds) {
        byte[] contentKey = transport.unwrap(cipherValue(encryptedKey), key, content.keyBytes());
        if (contentKey == null) {
            return null;
        }
        try {
            byte[] plain =
                    content.gcm()
                            ? openGcm(cipherText, contentKey)
                            : openCbc(cipherText, contentKey);
            return plain == null ? null : new Plain(XmlParser.parseAt(place, plain, bounds));
        } catch (XmlRefused e) {
            return content.gcm() && e.kind().isBound() ? new Beyond(e) : null;
        } catch (GeneralSecurityException | ProviderException e) {
            return null;
        }
    }

    private static @Nullable ContentAlgorithm content(String uri, Allowance allowance) {
        return switch (uri) {
            case XENC11 + "aes128-gcm" -> new ContentAlgorithm(16, true);
            case XENC11 + "aes192-gcm" -> new ContentAlgorithm(24, true);
            case XENC11 + "aes256-gcm" -> new ContentAlgorithm(32, true);
            case XENC + "aes128-cbc" -> allowance.aesCbc() ? new ContentAlgorithm(16, false) : null;
            case XENC + "aes192-cbc" -> allowance.aesCbc() ? new ContentAlgorithm(24, false) : null;
            case XENC + "aes256-cbc" -> allowance.aesCbc() ? new ContentAlgorithm(32, false) : null;
            default -> null;
        };
    }

    /** The tag is always 128 bits (XML Encryption 1.1 §5.2.4). */
    private static byte @Nullable [] openGcm(byte[] data, byte[] key)
            throws GeneralSecurityException {
        if (data.length < GCM_IV + BLOCK) {
            return null;
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(8 * BLOCK, data, 0, GCM_IV));
        return cipher.doFinal(data, GCM_IV, data.length - GCM_IV);
    }

    private static byte @Nullable [] openCbc(byte[] data, byte[] key)
            throws GeneralSecurityException {
        if (data.length < 2 * BLOCK || data.length % BLOCK != 0) {
            return null;
        }
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new IvParameterSpec(data, 0, BLOCK));
        byte[] padded = cipher.doFinal(data, BLOCK, data.length - BLOCK);
        int padding = padded[padded.length - 1];
        return padding < 1 || padding > BLOCK
                ? null
                : Arrays.copyOf(padded, padded.length - padding);
    }

    private static List<XmlElement> encryptedKeys(XmlElement encrypted, XmlElement data) {
        List<XmlElement> found = new ArrayList<>();
        XmlElement keyInfo = data.only(SignatureVerifier.DS, "KeyInfo");
        if (keyInfo != null) {
            found.addAll(keyInfo.elements(XENC, "EncryptedKey"));
        }
        found.addAll(encrypted.elements(XENC, "EncryptedKey"));
        return found;
    }

    private static @Nullable String algorithmOf(XmlElement encrypted) {
        XmlElement method = encrypted.only(XENC, "EncryptionMethod");
        return method == null ? null : method.attribute("Algorithm");
    }

    private static byte @Nullable [] cipherValue(XmlElement encrypted) {
        XmlElement data = encrypted.only(XENC, "CipherData");
        XmlElement value = data == null ? null : data.only(XENC, "CipherValue");
        return value == null ? null : Base64Text.decode(value.text());
    }

    /** How a content key is wrapped: RSA-OAEP with its parameters, or RSA PKCS#1 v1.5 where that is put up with. */
    private record Transport(@Nullable OAEPParameterSpec oaep) {
        static @Nullable Transport of(XmlElement encryptedKey, Allowance allowance) {
            XmlElement method = encryptedKey.only(XENC, "EncryptionMethod");
            String algorithm = method == null ? null : method.attribute("Algorithm");
            if (method == null || algorithm == null) {
                return null;
            }
            return switch (algorithm) {
                case XENC + "rsa-oaep-mgf1p" -> oaep(method, "SHA-1");
                case XENC11 + "rsa-oaep" -> oaep(method, maskDigest(method));
                case XENC + "rsa-1_5" -> allowance.rsa15() ? new Transport(null) : null;
                default -> null;
            };
        }

        private static @Nullable Transport oaep(XmlElement method, @Nullable String maskDigest) {
            XmlElement digestMethod = method.only(SignatureVerifier.DS, "DigestMethod");
            DigestAlgorithm digest =
                    digestMethod == null
                            ? DigestAlgorithm.SHA1
                            : DigestAlgorithm.of(digestMethod.attribute("Algorithm"));
            XmlElement label = method.only(XENC, "OAEPparams");
            byte[] source = label == null ? new byte[0] : Base64Text.decode(label.text());
            if (digest == null || maskDigest == null || source == null) {
                return null;
            }
            return new Transport(
                    new OAEPParameterSpec(
                            digest.jcaName(),
                            "MGF1",
                            new MGF1ParameterSpec(maskDigest),
                            new PSource.PSpecified(source)));
        }

        private static @Nullable String maskDigest(XmlElement method) {
            XmlElement mask = method.only(XENC11, "MGF");
            String algorithm = mask == null ? XENC11 + "mgf1sha1" : mask.attribute("Algorithm");
            if (algorithm == null) {
                return null;
            }
            return switch (algorithm) {
                case XENC11 + "mgf1sha1" -> "SHA-1";
                case XENC11 + "mgf1sha256" -> "SHA-256";
                case XENC11 + "mgf1sha384" -> "SHA-384";
                case XENC11 + "mgf1sha512" -> "SHA-512";
                default -> null;
            };
        }

        /** The content key; null where it does not unwrap to one of the right length. */
        byte @Nullable [] unwrap(byte @Nullable [] wrapped, PrivateKey key, int keyBytes) {
            int modulus = key instanceof RSAKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 : 0;
            if (wrapped == null || wrapped.length != modulus) {
                return null;
            }
            byte[] unwrapped = decrypt(wrapped, key);
            if (oaep == null && (unwrapped == null || unwrapped.length != keyBytes)) {
                // Bleichenbacher: a bad padding goes on with a random key and fails later, as a
                // wrong key does.
                byte[] random = new byte[keyBytes];
                RANDOM.nextBytes(random);
                return random;
            }
            return unwrapped == null || unwrapped.length != keyBytes ? null : unwrapped;
        }

        private byte @Nullable [] decrypt(byte[] wrapped, PrivateKey key) {
            try {
                Cipher cipher =
                        Cipher.getInstance(
                                oaep == null ? "RSA/ECB/PKCS1Padding" : "RSA/ECB/OAEPPadding");
                if (oaep == null) {
                    cipher.init(Cipher.DECRYPT_MODE, key);
                } else {
                    cipher.init(Cipher.DECRYPT_MODE, key, oaep);
                }
                return cipher.doFinal(wrapped);
            } catch (GeneralSecurityException | ProviderException e) {
                return null;
            }
        }
    }
}
