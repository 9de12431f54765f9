package dev.latchkey.saml;

import static dev.latchkey.saml.Names.DS;

import dev.latchkey.saml.signature.SignatureAlgorithm;
import dev.latchkey.saml.xml.CanonicalOctets;
import dev.latchkey.saml.xml.Canonicalization;
import dev.latchkey.saml.xml.Canonicalizer;
import dev.latchkey.saml.xml.Escapes;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlParser;
import dev.latchkey.saml.xml.XmlRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message of ours to the browser, by either binding.
 *
 * @param head everything up to and including the Issuer: a signature comes right after it
 * @param tail the rest
 */
record OutgoingMessage(String id, String field, String destination, String head, String tail) {
    private static final String RSA_SHA256 = SignatureAlgorithm.RSA_SHA256.uri();

    /** The opening of a message: its element with the attributes that all have, and the Issuer. */
    static String head(
            String element,
            String id,
            java.time.Instant issued,
            String destination,
            String more,
            String issuer) {
        return "<samlp:"
                + element
                + " xmlns:samlp=\""
                + Names.SAMLP
                + "\" xmlns:saml=\""
                + Names.SAML
                + "\""
                + attribute("ID", id)
                + " Version=\"2.0\""
                + attribute(
                        "IssueInstant",
                        issued.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString())
                + attribute("Destination", destination)
                + more
                + "><saml:Issuer>"
                + escaped(issuer)
                + "</saml:Issuer>";
    }

    static String attribute(String name, @Nullable String value) {
        return value == null ? "" : " " + name + "=\"" + escaped(value) + "\"";
    }

    static String escaped(String value) {
        StringBuilder text = new StringBuilder(value.length() + 16);
        Escapes.attribute(value, text);
        return text.toString();
    }

    /** SAML Bindings 3.4.4.1: the message deflated, in base64, URL-encoded; the signature over the query as it stands. */
    String redirectUrl(@Nullable String relayState, @Nullable SigningKey key) {
        StringBuilder query = new StringBuilder(1024);
        query.append(field)
                .append('=')
                .append(urlEncoded(Base64.getEncoder().encodeToString(deflated())));
        if (relayState != null) {
            query.append("&RelayState=").append(urlEncoded(relayState));
        }
        if (key != null) {
            query.append("&SigAlg=").append(urlEncoded(RSA_SHA256));
            byte[] signature = sign(key, query.toString().getBytes(StandardCharsets.US_ASCII));
            query.append("&Signature=")
                    .append(urlEncoded(Base64.getEncoder().encodeToString(signature)));
        }
        return destination + (destination.indexOf('?') < 0 ? "?" : "&") + query;
    }

    PostForm postForm(@Nullable String relayState, @Nullable SigningKey key) {
        String xml = key == null ? head + tail : signed(key);
        String message = Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
        return new PostForm(destination, field, message, relayState);
    }

    /** An enveloped signature, right after the Issuer as the schema wants it (SAML Core 5.4). */
    private String signed(SigningKey key) {
        String digest = base64(digest(canonical(head + tail)));
        String signedInfo =
                "<ds:SignedInfo xmlns:ds=\""
                        + DS
                        + "\">"
                        + "<ds:CanonicalizationMethod Algorithm=\""
                        + Canonicalization.EXCLUSIVE.uri()
                        + "\"/>"
                        + "<ds:SignatureMethod Algorithm=\""
                        + RSA_SHA256
                        + "\"/>"
                        + "<ds:Reference URI=\"#"
                        + escaped(id)
                        + "\"><ds:Transforms>"
                        + "<ds:Transform Algorithm=\""
                        + DS
                        + "enveloped-signature\"/>"
                        + "<ds:Transform Algorithm=\""
                        + Canonicalization.EXCLUSIVE.uri()
                        + "\"/>"
                        + "</ds:Transforms><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"
                        + "<ds:DigestValue>"
                        + digest
                        + "</ds:DigestValue></ds:Reference></ds:SignedInfo>";
        String value = base64(sign(key, canonical(signedInfo)));
        return head
                + "<ds:Signature xmlns:ds=\""
                + DS
                + "\">"
                + signedInfo
                + "<ds:SignatureValue>"
                + value
                + "</ds:SignatureValue>"
                + "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>"
                + base64(encoded(key))
                + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
                + tail;
    }

    private static byte[] canonical(String xml) {
        try {
            XmlElement root =
                    XmlParser.parse(xml.getBytes(StandardCharsets.UTF_8), Limits.MESSAGE.bounds())
                            .root();
            try (CanonicalOctets octets =
                    Canonicalizer.canonicalize(root, Canonicalization.EXCLUSIVE, Set.of(), null)) {
                return octets.toByteArray();
            }
        } catch (XmlRefused e) {
            throw new IllegalStateException("a message of our own", e);
        }
    }

    private byte[] deflated() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, raw)) {
            out.write((head + tail).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            raw.end();
        }
        return bytes.toByteArray();
    }

    private static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    private static byte[] sign(SigningKey key, byte[] octets) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.key());
            signature.update(octets);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("our own key does not sign", e);
        }
    }

    private static byte[] encoded(SigningKey key) {
        try {
            return key.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("our own certificate", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String urlEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
