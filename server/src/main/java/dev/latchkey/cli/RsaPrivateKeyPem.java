package dev.latchkey.cli;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an RSA private key from PEM: PKCS#8 (RFC 5958) or PKCS#1 (RFC 8017 A.1.2), not encrypted. */
final class RsaPrivateKeyPem {
    private static final Pattern ARMOUR =
            Pattern.compile(
                    "\\s*-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)"
                            + "-----END (RSA )?PRIVATE KEY-----\\s*");

    /** Version 0 and the AlgorithmIdentifier rsaEncryption with NULL. */
    private static final byte[] PKCS8_HEAD =
            HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private RsaPrivateKeyPem() {}

    /** The message of what is thrown never has anything of the key in it. */
    static RSAPrivateKey read(String pem) throws UnusableInput {
        Matcher armour = ARMOUR.matcher(pem);
        if (!armour.matches()) {
            throw new UnusableInput(
                    "is not one RSA private key in PEM (PKCS#8 or PKCS#1, without a passphrase).");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(armour.group(2));
            byte[] pkcs8 = armour.group(1) == null ? der : wrapped(der);
            return (RSAPrivateKey)
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new UnusableInput("has the armour of a private key, but no RSA key in it.");
        }
    }

    private static byte[] wrapped(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(PKCS8_HEAD);
        inner.writeBytes(tagged(0x04, pkcs1));
        return tagged(0x30, inner.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x83);
            out.write(content.length >>> 16);
            out.write(content.length >>> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
