package dev.latchkey.cli;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** A Response for ada@example.com, signed by the JDK's own XML signatures with a fresh key. */
record SignedResponse(String xml, String certificate) {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final String UNSIGNED =
            """
            <p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" \
            xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r" Version="2.0" \
            IssueInstant="2026-06-01T12:00:00Z" Destination="https://sp/acs" InResponseTo="_q">\
            <Issuer>https://idp</Issuer><p:Status><p:StatusCode \
            Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status>\
            <Assertion ID="_a" Version="2.0" IssueInstant="2026-06-01T12:00:00Z">\
            <Issuer>https://idp</Issuer><Subject><NameID \
            Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">ada@example.com\
            </NameID><SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
            <SubjectConfirmationData InResponseTo="_q" Recipient="https://sp/acs" \
            NotOnOrAfter="2026-06-01T12:05:00Z"/></SubjectConfirmation></Subject>\
            <Conditions NotBefore="2026-06-01T11:59:00Z" NotOnOrAfter="2026-06-01T12:05:00Z">\
            <AudienceRestriction><Audience>https://sp</Audience></AudienceRestriction>\
            </Conditions><AuthnStatement AuthnInstant="2026-06-01T12:00:00Z" \
            SessionIndex="_s"><AuthnContext><AuthnContextClassRef>\
            urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
            </AuthnContextClassRef></AuthnContext></AuthnStatement></Assertion></p:Response>\
            """;

    static SignedResponse make() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        return new SignedResponse(
                signed(keys), Base64.getEncoder().encodeToString(certificate(keys).getEncoded()));
    }

    String base64() {
        return Base64.getEncoder()
                .encodeToString(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static X509Certificate certificate(KeyPair keys) throws Exception {
        X500Name name = new X500Name("CN=idp");
        return new JcaX509CertificateConverter()
                .getCertificate(
                        new JcaX509v3CertificateBuilder(
                                        name,
                                        BigInteger.ONE,
                                        Date.from(NOW),
                                        Date.from(NOW.plus(365, ChronoUnit.DAYS)),
                                        name,
                                        keys.getPublic())
                                .build(
                                        new JcaContentSignerBuilder("SHA256withRSA")
                                                .build(keys.getPrivate())));
    }

    private static String signed(KeyPair keys) throws Exception {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newInstance();
        documents.setNamespaceAware(true);
        Document document =
                documents.newDocumentBuilder().parse(new InputSource(new StringReader(UNSIGNED)));
        Element response = document.getDocumentElement();
        response.setIdAttribute("ID", true);
        DOMSignContext context =
                new DOMSignContext(
                        keys.getPrivate(), response, response.getFirstChild().getNextSibling());
        signature().sign(context);
        StringWriter out = new StringWriter();
        TransformerFactory.newInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(out));
        return out.toString();
    }

    private static javax.xml.crypto.dsig.XMLSignature signature() throws Exception {
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        return factory.newXMLSignature(
                factory.newSignedInfo(
                        factory.newCanonicalizationMethod(
                                CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                        factory.newSignatureMethod(
                                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", null),
                        List.of(
                                factory.newReference(
                                        "#_r",
                                        factory.newDigestMethod(DigestMethod.SHA256, null),
                                        List.of(
                                                factory.newTransform(
                                                        Transform.ENVELOPED,
                                                        (TransformParameterSpec) null),
                                                factory.newTransform(
                                                        CanonicalizationMethod.EXCLUSIVE,
                                                        (TransformParameterSpec) null)),
                                        null,
                                        null))),
                null);
    }
}
