package dev.latchkey.saml.fuzz;

import dev.latchkey.saml.signature.SignatureVerifier;
import dev.latchkey.saml.testing.Pem;
import dev.latchkey.saml.xml.Canonicalization;
import dev.latchkey.saml.xml.Canonicalizer;
import dev.latchkey.saml.xml.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An IdP that signs whatever Response it is given, with the short key of the fixtures since that is quick: behind its
 * signature, every check is reached.
 */
final class HonestSigner {
    private static final PrivateKey KEY = key();

    private HonestSigner() {}

    private static PrivateKey key() {
        try (InputStream pem =
                HonestSigner.class.getResourceAsStream("/fixture-keys/weak.key.pem")) {
            if (pem == null) {
                throw new IllegalStateException("the key is gone");
            }
            return Pem.privateKey(new String(pem.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Response with a signature of its own in place of any that it had; null where its ID can't be referred to. */
    static byte @Nullable [] sign(XmlElement response) {
        String id = response.attribute("ID");
        if (id == null || !id.matches("[A-Za-z0-9_.-]+")) {
            return null;
        }
        byte[] content =
                Canonicalizer.canonicalize(
                                response,
                                Canonicalization.EXCLUSIVE,
                                Set.of(),
                                response.only(SignatureVerifier.DS, "Signature"))
                        .toByteArray();
        String xml = new String(content, StandardCharsets.UTF_8);
        int start = xml.indexOf('>') + 1;
        return (xml.substring(0, start) + signature(id, content) + xml.substring(start))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String signature(String id, byte[] content) {
        try {
            String info =
                    signedInfo(id, base64(MessageDigest.getInstance("SHA-256").digest(content)));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEY);
            signature.update(info.getBytes(StandardCharsets.UTF_8));
            return "<ds:Signature xmlns:ds=\""
                    + SignatureVerifier.DS
                    + "\">"
                    + info
                    + "<ds:SignatureValue>"
                    + base64(signature.sign())
                    + "</ds:SignatureValue></ds:Signature>";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In its canonical form as it stands. */
    private static String signedInfo(String id, String digest) {
        return """
        <ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#%s"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>%s</ds:DigestValue></ds:Reference></ds:SignedInfo>\
        """
                .formatted(id, digest);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
