package dev.latchkey.bench;

import dev.latchkey.saml.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
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
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Makes Responses of about 6 KB, signed with RSA-2048 and SHA-256, by the JDK's own XML signatures. */
final class SignedMessages {
    static final String IDP = "https://idp.example/saml";
    static final String SP = "https://latchkey.example/saml/sp";
    static final String ACS = "https://latchkey.example/saml/sp/acs";
    static final String REQUEST = "_request-0123456789abcdef";
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final int ATTRIBUTES = 14;
    private static final int VALID_SECONDS = 3600;

    private final KeyPair keys;
    private final X509Certificate certificate;

    /**
     * What a message says.
     *
     * @param request the request that it answers; null for an unsolicited one
     */
    record Content(
            String id,
            String email,
            String sp,
            String acs,
            @Nullable String request,
            Instant issued) {
        static Content usual() {
            return new Content("usual", "ada@example.com", SP, ACS, REQUEST, NOW);
        }

        /** Of another person each time. */
        static Content of(int number) {
            return new Content(
                    "%08x".formatted(number * 0x9e3779b1),
                    "user-%04d@example.com".formatted(number),
                    SP,
                    ACS,
                    REQUEST,
                    NOW);
        }

        private String fill() {
            String inResponseTo = request == null ? "" : " InResponseTo=\"" + request + "\"";
            StringBuilder attributes = new StringBuilder();
            for (int i = 0; i < ATTRIBUTES; i++) {
                attributes.append(
                        """
                        <saml:Attribute Name="https://schemas.example/claims/attribute-%d" \
                        NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">\
                        <saml:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
                        xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string">value %d\
                        </saml:AttributeValue></saml:Attribute>\
                        """
                                .formatted(i, i));
            }
            return TEMPLATE.replace("{id}", id)
                    .replace("{now}", issued.truncatedTo(ChronoUnit.SECONDS).toString())
                    .replace("{before}", at(-60))
                    .replace("{after}", at(VALID_SECONDS))
                    .replace("{acs}", acs)
                    .replace("{idp}", IDP)
                    .replace("{answers}", inResponseTo)
                    .replace("{email}", email)
                    .replace("{sp}", sp)
                    .replace("{attributes}", attributes);
        }

        private String at(int seconds) {
            return issued.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    SignedMessages() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=idp.example");
        certificate =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                new JcaX509v3CertificateBuilder(
                                                name,
                                                BigInteger.ONE,
                                                Date.from(NOW.minus(1, ChronoUnit.DAYS)),
                                                Date.from(NOW.plus(3650, ChronoUnit.DAYS)),
                                                name,
                                                keys.getPublic())
                                        .build(
                                                new JcaContentSignerBuilder("SHA256withRSA")
                                                        .build(keys.getPrivate())));
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** For the messages of an IdP that our own code can write. */
    SigningKey signing() {
        return new SigningKey(keys.getPrivate(), certificate);
    }

    /** The bytes of a Response with the signatures that are asked for, the assertion's made first. */
    byte[] response(boolean signAssertion, boolean signResponse) throws Exception {
        return response(Content.usual(), signAssertion, signResponse);
    }

    /** A Response that is signed, with so much more in its Extensions; {@code again} is a prefix to use there. */
    byte[] filled(String extensions) throws Exception {
        String more =
                "</saml:Issuer><samlp:Extensions xmlns:again=\"urn:needed-again\">"
                        + extensions
                        + "</samlp:Extensions><samlp:Status>";
        return response(
                Content.usual().fill().replace("</saml:Issuer><samlp:Status>", more), false, true);
    }

    /** The same with another content. */
    byte[] response(Content content, boolean signAssertion, boolean signResponse) throws Exception {
        return response(content.fill(), signAssertion, signResponse);
    }

    private byte[] response(String xml, boolean signAssertion, boolean signResponse)
            throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        Document document =
                factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        Element response = document.getDocumentElement();
        Element assertion =
                (Element)
                        document.getElementsByTagNameNS(
                                        "urn:oasis:names:tc:SAML:2.0:assertion", "Assertion")
                                .item(0);
        if (signAssertion) {
            sign(assertion);
        }
        if (signResponse) {
            sign(response);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(out));
        return out.toByteArray();
    }

    private void sign(Element element) throws Exception {
        element.setIdAttribute("ID", true);
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        Reference reference =
                factory.newReference(
                        "#" + element.getAttribute("ID"),
                        factory.newDigestMethod(DigestMethod.SHA256, null),
                        List.of(
                                factory.newTransform(
                                        Transform.ENVELOPED, (TransformParameterSpec) null),
                                factory.newTransform(
                                        CanonicalizationMethod.EXCLUSIVE,
                                        (TransformParameterSpec) null)),
                        null,
                        null);
        DOMSignContext context =
                new DOMSignContext(
                        keys.getPrivate(),
                        element,
                        element.getFirstChild().getNextSibling()); // right after the Issuer
        context.setDefaultNamespacePrefix("ds");
        factory.newXMLSignature(
                        factory.newSignedInfo(
                                factory.newCanonicalizationMethod(
                                        CanonicalizationMethod.EXCLUSIVE,
                                        (C14NMethodParameterSpec) null),
                                factory.newSignatureMethod(
                                        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", null),
                                List.of(reference)),
                        null)
                .sign(context);
    }

    private static final String TEMPLATE =
            """
            <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
            xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response-{id}" Version="2.0" \
            IssueInstant="{now}" Destination="{acs}"{answers}>\
            <saml:Issuer>{idp}</saml:Issuer><samlp:Status><samlp:StatusCode \
            Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
            <saml:Assertion ID="_assertion-{id}" Version="2.0" IssueInstant="{now}">\
            <saml:Issuer>{idp}</saml:Issuer><saml:Subject><saml:NameID \
            Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{email}\
            </saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
            <saml:SubjectConfirmationData{answers} Recipient="{acs}" \
            NotOnOrAfter="{after}"/></saml:SubjectConfirmation></saml:Subject>\
            <saml:Conditions NotBefore="{before}" NotOnOrAfter="{after}">\
            <saml:AudienceRestriction><saml:Audience>{sp}</saml:Audience></saml:AudienceRestriction>\
            </saml:Conditions><saml:AuthnStatement AuthnInstant="{now}" \
            SessionIndex="_session-{id}"><saml:AuthnContext><saml:AuthnContextClassRef>\
            urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport\
            </saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>\
            <saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>\
            </samlp:Response>\
            """;
}
