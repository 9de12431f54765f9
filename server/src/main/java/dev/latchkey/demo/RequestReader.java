package dev.latchkey.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads an SP's request out of what a browser brings: hostile input, small and without DTD or it is refused. */
final class RequestReader {
    private static final int LARGEST = 64 * 1024;
    private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,255}");

    private RequestReader() {}

    /** From the parameter of a redirect (SAML Bindings 3.4.4.1), already URL-decoded; empty where it is unusable. */
    static Optional<Asked> redirected(String parameter, String element) {
        return decoded(parameter)
                .flatMap(RequestReader::inflated)
                .flatMap(xml -> read(xml, element));
    }

    /** From the field of a form (SAML Bindings 3.5.4); empty where it is unusable. */
    static Optional<Asked> posted(String field, String element) {
        return decoded(field).flatMap(xml -> read(xml, element));
    }

    /** Whether this can be the ID of a request; also keeps anything else out of what is signed. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static Optional<byte[]> decoded(String base64) {
        if (base64.length() > 2 * LARGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> inflated(byte[] deflated) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            byte[] out = new byte[LARGEST];
            int length = inflater.inflate(out);
            return inflater.finished() ? Optional.of(Arrays.copyOf(out, length)) : Optional.empty();
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }

    private static Optional<Asked> read(byte[] xml, String element) {
        if (xml.length > LARGEST) {
            return Optional.empty();
        }
        try {
            Element root = parser().parse(new ByteArrayInputStream(xml)).getDocumentElement();
            return PROTOCOL.equals(root.getNamespaceURI()) && element.equals(root.getLocalName())
                    ? asked(root)
                    : Optional.empty();
        } catch (SAXException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Asked> asked(Element root) {
        String id = root.getAttribute("ID");
        String acs = root.getAttribute("AssertionConsumerServiceURL");
        String issuer = issuer(root);
        return isId(id) && !issuer.isEmpty()
                ? Optional.of(new Asked(id, issuer, acs.isEmpty() ? null : acs))
                : Optional.empty();
    }

    /** The Issuer comes first (SAML Core 3.2.1). */
    private static String issuer(Element root) {
        Node child = root.getFirstChild();
        while (child != null && child.getNodeType() != Node.ELEMENT_NODE) {
            child = child.getNextSibling();
        }
        boolean found =
                child != null
                        && ASSERTION.equals(child.getNamespaceURI())
                        && "Issuer".equals(child.getLocalName());
        return found ? child.getTextContent().strip() : "";
    }

    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(new Silent());
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK's parser can't be made safe", e);
        }
    }

    /** The JDK's own handler prints what is wrong to the terminal. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
