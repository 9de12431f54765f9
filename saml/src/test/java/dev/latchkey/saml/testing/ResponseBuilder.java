package dev.latchkey.saml.testing;

import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.Init;
import org.apache.xml.security.encryption.EncryptedData;
import org.apache.xml.security.encryption.EncryptedKey;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.keys.KeyInfo;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.apache.xml.security.transforms.params.InclusiveNamespaces;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Builds a Response as text, signs it with Apache Santuario, and lets a test tamper before and after. */
public final class ResponseBuilder {
    public static final String IDP = "https://idp.example.com/metadata";
    public static final String SP = "https://sp.example.com/saml";
    public static final String ACS = "https://sp.example.com/saml/acs";
    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    static {
        Init.init();
    }

    private final TestIdp idp;
    private String issuer = IDP;
    private String audience = SP;
    private String acs = ACS;
    private Instant now = NOW;
    private @Nullable String inResponseTo;
    private String email = "ada@example.com";
    private String format = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    private String attributes = "";
    private boolean signResponse = true;
    private boolean signAssertion;
    private String signatureAlgorithm = RSA_SHA256;
    private String digestAlgorithm = "http://www.w3.org/2001/04/xmlenc#sha256";
    private String canonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private @Nullable String prefixList;
    private @Nullable PublicKey encryptFor;
    private String contentAlgorithm = XMLCipher.AES_256_GCM;
    private String keyTransport = XMLCipher.RSA_OAEP;
    private String encryptedElement = "Assertion";
    private UnaryOperator<byte[]> ciphertext = octets -> octets;
    private @Nullable PrivateKey assertionKey;
    private @Nullable Key macKey;
    private boolean keyInfo = true;
    private References references = ResponseBuilder::wholeElement;
    private String id = UUID.randomUUID().toString();
    private UnaryOperator<String> before = xml -> xml;
    private Consumer<Document> after = document -> {};
    private UnaryOperator<String> afterText = xml -> xml;

    /** Says what a signature refers to, and through which transforms. */
    @FunctionalInterface
    public interface References {
        void add(XMLSignature signature, Element target, Transforms usual, String digest)
                throws XMLSecurityException;
    }

    private static void wholeElement(
            XMLSignature signature, Element target, Transforms usual, String digest)
            throws XMLSecurityException {
        signature.addDocument("#" + target.getAttribute("ID"), usual, digest);
    }

    public ResponseBuilder(TestIdp idp) {
        this.idp = idp;
    }

    public ResponseBuilder issuer(String value) {
        issuer = value;
        return this;
    }

    public ResponseBuilder audience(String value) {
        audience = value;
        return this;
    }

    public ResponseBuilder acs(String value) {
        acs = value;
        return this;
    }

    public ResponseBuilder now(Instant value) {
        now = value;
        return this;
    }

    public ResponseBuilder inResponseTo(String value) {
        inResponseTo = value;
        return this;
    }

    /** The NameID's content, put in as markup. */
    public ResponseBuilder email(String value) {
        email = value;
        return this;
    }

    public ResponseBuilder format(String value) {
        format = value;
        return this;
    }

    /** Adds an attribute with these values. */
    public ResponseBuilder attribute(String name, String... values) {
        StringBuilder xml = new StringBuilder("<saml:Attribute Name=\"" + name + "\">");
        for (String value : values) {
            xml.append("<saml:AttributeValue>").append(value).append("</saml:AttributeValue>");
        }
        attributes += xml.append("</saml:Attribute>");
        return this;
    }

    public ResponseBuilder sign(boolean response, boolean assertion) {
        signResponse = response;
        signAssertion = assertion;
        return this;
    }

    public ResponseBuilder algorithm(String signature, String digest) {
        signatureAlgorithm = signature;
        digestAlgorithm = digest;
        return this;
    }

    public ResponseBuilder canonicalization(String uri, @Nullable String prefixes) {
        canonicalization = uri;
        prefixList = prefixes;
        return this;
    }

    public ResponseBuilder encryptFor(PublicKey key, String content, String transport) {
        encryptFor = key;
        contentAlgorithm = content;
        keyTransport = transport;
        return this;
    }

    /** Encrypts the NameID, and not the whole assertion; to be used with {@link #encryptFor}. */
    public ResponseBuilder encryptNameId() {
        encryptedElement = "NameID";
        return this;
    }

    /** Changes what the CipherValue of the encrypted element holds, before the Response is signed. */
    public ResponseBuilder ciphertext(UnaryOperator<byte[]> change) {
        ciphertext = change;
        return this;
    }

    /** The end of the message's IDs, where they are not to be random. */
    public ResponseBuilder id(String value) {
        id = value;
        return this;
    }

    /** Signs the assertion, and only that, with another key. */
    public ResponseBuilder signatureOfAssertionBy(PrivateKey key) {
        assertionKey = key;
        return this;
    }

    /** Signs with a shared secret. */
    public ResponseBuilder macKey(Key key) {
        macKey = key;
        return this;
    }

    /** Whether the certificate goes along. */
    public ResponseBuilder keyInfo(boolean value) {
        keyInfo = value;
        return this;
    }

    public ResponseBuilder references(References value) {
        references = value;
        return this;
    }

    /** Changes the text before anything is signed; several changes are made in turn. */
    public ResponseBuilder before(UnaryOperator<String> change) {
        UnaryOperator<String> earlier = before;
        before = xml -> change.apply(earlier.apply(xml));
        return this;
    }

    /** Changes the text that goes out. */
    public ResponseBuilder afterText(UnaryOperator<String> change) {
        afterText = change;
        return this;
    }

    /** Changes the document after it was signed. */
    public ResponseBuilder after(Consumer<Document> change) {
        after = change;
        return this;
    }

    /** What is usually expected of a Response of this IdP. */
    public static Expectations expectedOf(TestIdp idp) {
        return Expectations.of(IDP, SP, ACS, List.of(idp.pinned()));
    }

    /** What the judge says of this message at {@link #NOW}. */
    public Verdict judgedBy(Expectations expectations) {
        byte[] octets = xml().getBytes(StandardCharsets.UTF_8);
        return ResponseJudge.judge(
                ReceivedResponse.parse(octets, Limits.MESSAGE), expectations, NOW);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(xml().getBytes(StandardCharsets.UTF_8));
    }

    public String xml() {
        try {
            Document document = parse(before.apply(template()));
            Element response = document.getDocumentElement();
            Element assertion = child(response, "Assertion");
            boolean nameIdOnly = encryptedElement.equals("NameID");
            if (encryptFor != null && nameIdOnly) {
                encrypt(document, encryptedElement(assertion), encryptFor);
            }
            if (signAssertion) {
                sign(document, assertion);
            }
            if (encryptFor != null && !nameIdOnly) {
                encrypt(document, encryptedElement(assertion), encryptFor);
            }
            if (signResponse) {
                sign(document, response);
            }
            after.accept(document);
            return afterText.apply(serialize(document));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs another message's root as this builder would sign a Response; its NameID is encrypted where that was asked. */
    public String signed(String xml) {
        try {
            Document document = parse(xml);
            if (encryptFor != null) {
                encrypt(document, child(document.getDocumentElement(), "NameID"), encryptFor);
            }
            sign(document, document.getDocumentElement());
            return serialize(document);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Element encryptedElement(Element assertion) {
        return encryptedElement.equals("NameID")
                ? child(child(assertion, "Subject"), "NameID")
                : assertion;
    }

    private String template() {
        String answer = inResponseTo == null ? "" : " InResponseTo=\"" + inResponseTo + "\"";
        String statement =
                attributes.isEmpty()
                        ? ""
                        : "<saml:AttributeStatement>" + attributes + "</saml:AttributeStatement>";
        return """
        <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r%1$s" Version="2.0" IssueInstant="%2$s" Destination="%3$s"%4$s>
          <saml:Issuer>%5$s</saml:Issuer>
          <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
          <saml:Assertion xmlns:xs="http://www.w3.org/2001/XMLSchema" ID="_a%1$s" Version="2.0" IssueInstant="%2$s">
            <saml:Issuer>%5$s</saml:Issuer>
            <saml:Subject>
              <saml:NameID Format="%6$s">%7$s</saml:NameID>
              <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
                <saml:SubjectConfirmationData NotOnOrAfter="%8$s" Recipient="%3$s"%4$s/>
              </saml:SubjectConfirmation>
            </saml:Subject>
            <saml:Conditions NotBefore="%9$s" NotOnOrAfter="%8$s">
              <saml:AudienceRestriction><saml:Audience>%10$s</saml:Audience></saml:AudienceRestriction>
            </saml:Conditions>
            <saml:AuthnStatement AuthnInstant="%2$s" SessionIndex="_s%1$s"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
            %11$s
          </saml:Assertion>
        </samlp:Response>
        """
                .formatted(
                        id,
                        now,
                        acs,
                        answer,
                        issuer,
                        format,
                        email,
                        now.plusSeconds(300),
                        now.minusSeconds(30),
                        audience,
                        statement);
    }

    private void sign(Document document, Element target) throws Exception {
        target.setIdAttribute("ID", true);
        XMLSignature signature =
                new XMLSignature(document, "", signatureAlgorithm, canonicalization);
        Node first = target.getFirstChild();
        while (!(first instanceof Element)) {
            first = first.getNextSibling();
        }
        boolean issued = "Issuer".equals(first.getLocalName());
        target.insertBefore(signature.getElement(), issued ? first.getNextSibling() : first);
        Transforms transforms = new Transforms(document);
        transforms.addTransform(Transforms.TRANSFORM_ENVELOPED_SIGNATURE);
        if (prefixList == null) {
            transforms.addTransform(canonicalization);
        } else {
            transforms.addTransform(
                    canonicalization, new InclusiveNamespaces(document, prefixList).getElement());
        }
        references.add(signature, target, transforms, digestAlgorithm);
        if (keyInfo) {
            signature.addKeyInfo(idp.certificate());
        }
        signature.sign(keyFor(target));
    }

    private Key keyFor(Element target) {
        if (assertionKey != null && "Assertion".equals(target.getLocalName())) {
            return assertionKey;
        }
        return macKey != null ? macKey : idp.privateKey();
    }

    private void encrypt(Document document, Element target, PublicKey key) throws Exception {
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(
                contentAlgorithm.contains("128")
                        ? 128
                        : contentAlgorithm.contains("192") ? 192 : 256);
        SecretKey content = generator.generateKey();
        XMLCipher wrap = XMLCipher.getInstance(keyTransport);
        wrap.init(XMLCipher.WRAP_MODE, key);
        EncryptedKey wrapped = wrap.encryptKey(document, content);
        XMLCipher cipher = XMLCipher.getInstance(contentAlgorithm);
        cipher.init(XMLCipher.ENCRYPT_MODE, content);
        EncryptedData data = cipher.encryptData(document, target);
        KeyInfo keyInfo = new KeyInfo(document);
        keyInfo.add(wrapped);
        data.setKeyInfo(keyInfo);
        Element encrypted =
                document.createElementNS(
                        "urn:oasis:names:tc:SAML:2.0:assertion",
                        encryptedElement.equals("NameID")
                                ? "saml:EncryptedID"
                                : "saml:EncryptedAssertion");
        encrypted.appendChild(cipher.martial(data));
        Element value =
                child(child(child(encrypted, "EncryptedData"), "CipherData"), "CipherValue");
        byte[] changed = ciphertext.apply(Base64.getMimeDecoder().decode(value.getTextContent()));
        value.setTextContent(Base64.getEncoder().encodeToString(changed));
        target.getParentNode().replaceChild(encrypted, target);
    }

    /** The first child element with this local name. */
    public static Element child(Element parent, String localName) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && localName.equals(element.getLocalName())) {
                return element;
            }
        }
        throw new IllegalStateException("no " + localName);
    }

    public static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    /** Serialized so that a reader sees just what was signed. */
    public static String serialize(Document document) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        org.apache.xml.security.utils.XMLUtils.outputDOM(document, bytes, false);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
