package dev.latchkey.saml.xml;

import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.io.Stax2ByteArraySource;
import org.jspecify.annotations.Nullable;

/** Parses bytes into the tree, once, refusing whatever a SAML message has no use for. */
public final class XmlParser {
    private XmlParser() {}

    /** Parses a whole document. */
    public static XmlDocument parse(byte[] bytes, XmlBounds bounds) throws XmlRefused {
        return build(bytes, bounds, null);
    }

    /**
     * Parses an element that was encrypted, with the namespaces of the place that it stood in: the plaintext may use
     * prefixes that it does not declare.
     */
    public static XmlDocument parseAt(XmlElement place, byte[] bytes, XmlBounds bounds)
            throws XmlRefused {
        return build(bytes, bounds, place);
    }

    private static XmlDocument build(byte[] bytes, XmlBounds bounds, @Nullable XmlElement place)
            throws XmlRefused {
        Tokenizer tokenizer = Tokenizer.take();
        try {
            XmlDocument document =
                    place == null
                            ? read(bytes, bounds, tokenizer)
                            : readAt(place, bytes, bounds, tokenizer);
            tokenizer.keep();
            return document;
        } catch (XMLStreamException e) {
            throw new XmlRefused(
                    isUnbound(e) ? Kind.NAMESPACE : Kind.NOT_XML,
                    (isUnbound(e) ? "an unbound prefix" : "not well-formed") + where(e));
        } catch (RuntimeException e) {
            // The library reads text late and wraps what it finds then, and it has slips of its own
            // on hostile input: a document that it can't read is not XML to us.
            throw new XmlRefused(Kind.NOT_XML, "the parser gave up");
        }
    }

    /** The library says so in words alone. */
    private static boolean isUnbound(XMLStreamException e) {
        return e.getMessage() != null && e.getMessage().startsWith("Unbound namespace prefix");
    }

    private static String where(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " at line "
                        + e.getLocation().getLineNumber()
                        + ", column "
                        + e.getLocation().getColumnNumber();
    }

    private static XmlDocument read(byte[] bytes, XmlBounds bounds, Tokenizer tokenizer)
            throws XMLStreamException, XmlRefused {
        Charset other = DocumentBytes.otherEncoding(bytes);
        if (other != null) {
            String text = DocumentBytes.decode(bytes, 0, other);
            TagScan.requireFewAttributes(text.getBytes(StandardCharsets.ISO_8859_1), bounds);
            XMLStreamReader reader =
                    tokenizer.factory().createXMLStreamReader(new StringReader(text));
            return TreeBuilder.build(reader, bounds, tokenizer.names(), false, false);
        }
        TagScan.requireFewAttributes(bytes, bounds);
        int start = DocumentBytes.afterUtf8Bom(bytes);
        boolean ascii = AsciiScan.staysAscii(bytes, start);
        if (!ascii && !AsciiScan.isAscii(bytes, start)) {
            DocumentBytes.decode(bytes, start, StandardCharsets.UTF_8);
        }
        XMLStreamReader reader =
                tokenizer
                        .factory()
                        .createXMLStreamReader(
                                new Stax2ByteArraySource(bytes, start, bytes.length - start));
        DocumentBytes.requireUtf8(reader.getCharacterEncodingScheme());
        return TreeBuilder.build(reader, bounds, tokenizer.names(), false, ascii);
    }

    private static XmlDocument readAt(
            XmlElement place, byte[] bytes, XmlBounds bounds, Tokenizer tokenizer)
            throws XMLStreamException, XmlRefused {
        TagScan.requireFewAttributes(bytes, bounds);
        boolean ascii = place.isAscii() && AsciiScan.staysAscii(bytes, 0);
        String fragment = DocumentBytes.decode(bytes, 0, StandardCharsets.UTF_8);
        XMLStreamReader reader =
                tokenizer
                        .factory()
                        .createXMLStreamReader(new StringReader(wrapped(place, fragment)));
        return TreeBuilder.build(reader, bounds, tokenizer.names(), true, ascii);
    }

    private static String wrapped(XmlElement place, String fragment) {
        StringBuilder xml = new StringBuilder(fragment.length() + 512).append("<place");
        Set<String> seen = new HashSet<>();
        for (XmlElement at = place; at != null; at = at.parent()) {
            String[] declared = at.declarations();
            for (int i = 0; i < declared.length; i += 2) {
                if (seen.add(declared[i])) {
                    xml.append(declared[i].isEmpty() ? " xmlns" : " xmlns:")
                            .append(declared[i])
                            .append("=\"");
                    Escapes.attribute(declared[i + 1], xml);
                    xml.append('"');
                }
            }
        }
        return xml.append('>').append(withoutDeclaration(fragment)).append("</place>").toString();
    }

    private static String withoutDeclaration(String fragment) {
        int end = fragment.startsWith("<?xml ") ? fragment.indexOf("?>") : -1;
        return end < 0 ? fragment : fragment.substring(end + 2);
    }
}
