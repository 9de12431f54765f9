package dev.latchkey.saml.xml;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import dev.latchkey.saml.xml.XmlRefused.Kind;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.io.Stax2ByteArraySource;
import org.jspecify.annotations.Nullable;

/** Parses bytes into the tree, once, refusing whatever a SAML message has no use for. */
public final class XmlParser {
    private static final int PARSES_PER_FACTORY = 64;
    private static final int USUAL_NAMES = 200;
    private static final AtomicInteger PARSES = new AtomicInteger();
    private static volatile InputFactoryImpl factory = newFactory();

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
        int names = USUAL_NAMES + 1;
        try {
            XMLStreamReader reader = open(bytes, bounds, place);
            try {
                TreeBuilder builder = new TreeBuilder(reader, bounds, place != null);
                XmlDocument document = builder.document();
                names = builder.names();
                return document;
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new XmlRefused(Kind.NOT_XML, where(e));
        } catch (RuntimeException e) {
            // The library reads text late and wraps what it finds then, and it has slips of its own
            // on hostile input: a document that it can't read is not XML to us.
            throw new XmlRefused(Kind.NOT_XML, "the parser gave up");
        } finally {
            if (names > USUAL_NAMES) {
                renewFactory();
            }
        }
    }

    private static String where(XMLStreamException e) {
        return e.getLocation() == null
                ? "not well-formed"
                : "not well-formed at line "
                        + e.getLocation().getLineNumber()
                        + ", column "
                        + e.getLocation().getColumnNumber();
    }

    private static XMLStreamReader open(byte[] bytes, XmlBounds bounds, @Nullable XmlElement place)
            throws XMLStreamException, XmlRefused {
        if (place != null) {
            TagScan.requireFewAttributes(bytes, bounds);
            String fragment = DocumentBytes.decode(bytes, 0, StandardCharsets.UTF_8);
            return factory().createXMLStreamReader(new StringReader(wrapped(place, fragment)));
        }
        Charset other = DocumentBytes.otherEncoding(bytes);
        if (other != null) {
            String text = DocumentBytes.decode(bytes, 0, other);
            TagScan.requireFewAttributes(text.getBytes(StandardCharsets.ISO_8859_1), bounds);
            return factory().createXMLStreamReader(new StringReader(text));
        }
        TagScan.requireFewAttributes(bytes, bounds);
        int start = DocumentBytes.afterUtf8Bom(bytes);
        if (!DocumentBytes.isAscii(bytes, start)) {
            DocumentBytes.decode(bytes, start, StandardCharsets.UTF_8);
        }
        XMLStreamReader reader =
                factory()
                        .createXMLStreamReader(
                                new Stax2ByteArraySource(bytes, start, bytes.length - start));
        DocumentBytes.requireUtf8(reader.getCharacterEncodingScheme());
        return reader;
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

    /**
     * The library's factory keeps every name that it has met in a table that grows slow and is never emptied. Strangers
     * must not fill it: it serves some messages, and none after one with more names than are usual.
     */
    private static InputFactoryImpl factory() {
        if (PARSES.incrementAndGet() > PARSES_PER_FACTORY) {
            renewFactory();
        }
        return factory;
    }

    private static void renewFactory() {
        PARSES.set(0);
        factory = newFactory();
    }

    private static InputFactoryImpl newFactory() {
        InputFactoryImpl made = new InputFactoryImpl();
        made.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        made.setProperty(XMLInputFactory.IS_COALESCING, true);
        made.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        made.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        made.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return made;
    }
}
