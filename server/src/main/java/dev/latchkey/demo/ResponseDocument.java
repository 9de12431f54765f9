package dev.latchkey.demo;

import dev.latchkey.shared.Tokens;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A Response with one assertion for the Web Browser SSO Profile (SAML Profiles 4.1.4.2), as a DOM. */
final class ResponseDocument {
    private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    private static final String BASIC = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final Answer answer;
    private final Instant now;
    private final Document document;
    private final Element response;
    private final Element status;

    ResponseDocument(Answer answer) {
        this.answer = answer;
        this.now = answer.now().truncatedTo(ChronoUnit.SECONDS);
        try {
            document =
                    DocumentBuilderFactory.newDefaultNSInstance()
                            .newDocumentBuilder()
                            .newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK makes no XML", e);
        }
        response = document.createElementNS(PROTOCOL, "samlp:Response");
        document.appendChild(response);
        declare("samlp", PROTOCOL);
        declare("saml", ASSERTION);
        head(response);
        response.setAttribute("Destination", answer.acsUrl());
        inResponseTo(response);
        issuer(response);
        status = add(response, PROTOCOL, "samlp:Status");
        add(status, PROTOCOL, "samlp:StatusCode")
                .setAttribute("Value", "urn:oasis:names:tc:SAML:2.0:status:Success");
        assertion(add(response, ASSERTION, "saml:Assertion"));
    }

    /** The JDK's canonicalization sees only the namespaces that stand in the tree as attributes. */
    private void declare(String prefix, String namespace) {
        response.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + prefix, namespace);
    }

    private void assertion(Element assertion) {
        head(assertion);
        issuer(assertion);
        subject(add(assertion, ASSERTION, "saml:Subject"));
        conditions(add(assertion, ASSERTION, "saml:Conditions"));
        authentication(add(assertion, ASSERTION, "saml:AuthnStatement"));
        Element attributes = add(assertion, ASSERTION, "saml:AttributeStatement");
        attribute(attributes, "email", answer.email());
        attribute(attributes, "displayName", answer.name());
    }

    private void subject(Element subject) {
        Element name = add(subject, ASSERTION, "saml:NameID");
        name.setAttribute("Format", EMAIL);
        name.setTextContent(answer.email());
        Element confirmation = add(subject, ASSERTION, "saml:SubjectConfirmation");
        confirmation.setAttribute("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer");
        Element data = add(confirmation, ASSERTION, "saml:SubjectConfirmationData");
        data.setAttribute("Recipient", answer.acsUrl());
        data.setAttribute("NotOnOrAfter", now.plus(LIFE).toString());
        inResponseTo(data);
    }

    private void conditions(Element conditions) {
        conditions.setAttribute("NotBefore", now.minusSeconds(30).toString());
        conditions.setAttribute("NotOnOrAfter", now.plus(LIFE).toString());
        Element restriction = add(conditions, ASSERTION, "saml:AudienceRestriction");
        add(restriction, ASSERTION, "saml:Audience").setTextContent(answer.audience());
    }

    private void authentication(Element statement) {
        statement.setAttribute("AuthnInstant", now.toString());
        statement.setAttribute("SessionIndex", id());
        Element context = add(statement, ASSERTION, "saml:AuthnContext");
        add(context, ASSERTION, "saml:AuthnContextClassRef")
                .setTextContent("urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified");
    }

    private void attribute(Element statement, String name, String value) {
        Element attribute = add(statement, ASSERTION, "saml:Attribute");
        attribute.setAttribute("Name", name);
        attribute.setAttribute("NameFormat", BASIC);
        add(attribute, ASSERTION, "saml:AttributeValue").setTextContent(value);
    }

    private void head(Element element) {
        element.setAttribute("ID", id());
        element.setAttribute("Version", "2.0");
        element.setAttribute("IssueInstant", now.toString());
    }

    private void issuer(Element parent) {
        add(parent, ASSERTION, "saml:Issuer").setTextContent(answer.tenant().entityId());
    }

    private void inResponseTo(Element element) {
        @Nullable String request = answer.requestId();
        if (request != null) {
            element.setAttribute("InResponseTo", request);
        }
    }

    private Element add(Element parent, String namespace, String name) {
        Element child = document.createElementNS(namespace, name);
        parent.appendChild(child);
        return child;
    }

    private static String id() {
        return "_" + Tokens.random();
    }

    /** Signs the Response; its signature stands between Issuer and Status. */
    void sign(IdpKeys.Pair pair) {
        XmlSigner.sign(response, status, pair);
    }

    String xml() {
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer writer = factory.newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter out = new StringWriter();
            writer.transform(new DOMSource(document), new StreamResult(out));
            // The JDK breaks base64 with CR and LF; a CR stands in nothing that is signed here.
            return out.toString().replace("&#13;", "");
        } catch (TransformerException e) {
            throw new IllegalStateException("this JDK writes no XML", e);
        }
    }
}
