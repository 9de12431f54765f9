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
    private static final int PARSES_PER_FACTORY = 50_000;
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
        try {
            XMLStreamReader reader = open(bytes, place);
            try {
                return new TreeBuilder(reader, bounds, place != null).document();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new XmlRefused(Kind.NOT_XML, where(e));
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException e) {
            // The library's own slips on hostile input: a document that it can't read is not XML to
            // us.
            throw new XmlRefused(Kind.NOT_XML, "the parser gave up");
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

    private static XMLStreamReader open(byte[] bytes, @Nullable XmlElement place)
            throws XMLStreamException, XmlRefused {
        if (place != null) {
            String fragment = DocumentBytes.decode(bytes, 0, StandardCharsets.UTF_8);
            return factory().createXMLStreamReader(new StringReader(wrapped(place, fragment)));
        }
        Charset other = DocumentBytes.otherEncoding(bytes);
        if (other != null) {
            return factory()
                    .createXMLStreamReader(new StringReader(DocumentBytes.decode(bytes, 0, other)));
        }
        int start = DocumentBytes.afterUtf8Bom(bytes);
        if (!DocumentBytes.isAscii(bytes, start)) {
            DocumentBytes.decode(bytes, start, StandardCharsets.UTF_8);
        }
        return factory()
                .createXMLStreamReader(
                        new Stax2ByteArraySource(bytes, start, bytes.length - start));
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

    /** The library's factory keeps every name it has met, so it is renewed before strangers can fill memory. */
    private static InputFactoryImpl factory() {
        if (PARSES.incrementAndGet() >= PARSES_PER_FACTORY) {
            PARSES.set(0);
            factory = newFactory();
        }
        return factory;
    }

    private static InputFactoryImpl newFactory() {
        InputFactoryImpl made = new InputFactoryImpl();
        made.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        made.setProperty(XMLInputFactory.IS_COALESCING, true);
        made.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        made.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        return made;
    }
}
