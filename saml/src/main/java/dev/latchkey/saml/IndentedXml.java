package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlAttribute;
import dev.latchkey.saml.xml.XmlElement;
import dev.latchkey.saml.xml.XmlNode;
import dev.latchkey.saml.xml.XmlText;
import java.util.HashMap;
import java.util.Map;

/** Writes a tree for people: one element a line. It is not the document that was signed. */
final class IndentedXml {
    private final StringBuilder out = new StringBuilder();

    private IndentedXml() {}

    static String write(XmlElement root) {
        IndentedXml writer = new IndentedXml();
        writer.element(root, 0, Map.of("", "", "xml", "http://www.w3.org/XML/1998/namespace"));
        return writer.out.toString();
    }

    private void element(XmlElement element, int depth, Map<String, String> above) {
        Map<String, String> bound = new HashMap<>(above);
        indent(depth).append('<').append(element);
        declare(element.prefix(), element.namespaceUri(), bound);
        for (XmlAttribute attribute : element.attributes()) {
            if (!attribute.prefix().isEmpty()) {
                declare(attribute.prefix(), attribute.namespaceUri(), bound);
            }
        }
        for (XmlAttribute attribute : element.attributes()) {
            String prefix = attribute.prefix().isEmpty() ? "" : attribute.prefix() + ":";
            attribute(prefix + attribute.localName(), attribute.value());
        }
        content(element, depth, bound);
    }

    private void content(XmlElement element, int depth, Map<String, String> bound) {
        String text = element.text();
        if (text != null && text.isEmpty()) {
            out.append("/>\n");
            return;
        }
        out.append('>');
        if (text == null) {
            out.append('\n');
            children(element, depth, bound);
            indent(depth);
        } else {
            out.append(escaped(text.strip()));
        }
        out.append("</").append(element).append(">\n");
    }

    private void children(XmlElement element, int depth, Map<String, String> bound) {
        for (XmlNode child : element.children()) {
            switch (child) {
                case XmlElement inner -> element(inner, depth + 1, bound);
                case XmlText text -> {
                    if (!text.value().isBlank()) {
                        indent(depth + 1).append(escaped(text.value().strip())).append('\n');
                    }
                }
            }
        }
    }

    private void declare(String prefix, String uri, Map<String, String> bound) {
        if (!uri.equals(bound.put(prefix, uri))) {
            attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, uri);
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"").append(escaped(value).replace("\"", "&quot;"));
        out.append('"');
    }

    private StringBuilder indent(int depth) {
        return out.append("  ".repeat(depth));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
