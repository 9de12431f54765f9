package dev.latchkey.saml.xml;

import java.util.List;
import java.util.Random;

/** Documents full of what makes canonicalization hard: namespaces declared anew, escapes, odd white space. */
final class RandomXml {
    private static final List<String> PREFIXES = List.of("", "p", "q", "r");
    private static final List<String> TEXTS =
            List.of(
                    "a",
                    " b ",
                    "&amp;",
                    "&lt;x&gt;",
                    "&#13;",
                    "\r\n",
                    "a\rb",
                    "\u0085\u2028",
                    "]]&gt;",
                    "\n",
                    "\t",
                    "é",
                    "日本",
                    "😀",
                    "<![CDATA[<c>&]]>",
                    "\"",
                    "'");
    private static final List<String> VALUES =
            List.of(
                    "v",
                    "\n",
                    "\t",
                    "\r\n",
                    "a\rb",
                    "&#x1F600;",
                    "\u0085",
                    "&quot;",
                    "&#9;",
                    "&#10;",
                    "&#13;",
                    "&lt;",
                    "&gt;",
                    "&amp;",
                    "'",
                    "é",
                    " x  y ",
                    "😀");

    private final Random random;
    private final StringBuilder xml = new StringBuilder();

    RandomXml(Random random) {
        this.random = random;
    }

    String document() {
        element(0, true);
        return xml.toString();
    }

    private void element(int depth, boolean root) {
        String prefix = pick(PREFIXES);
        String name = (prefix.isEmpty() ? "" : prefix + ":") + "e" + random.nextInt(3);
        xml.append('<').append(name);
        for (String declared : PREFIXES) {
            if ((root && !declared.isEmpty()) || random.nextInt(4) == 0) {
                declare(declared);
            }
        }
        attributes();
        xml.append('>');
        for (int i = random.nextInt(5); i > 0; i--) {
            if (depth < 5 && random.nextBoolean()) {
                element(depth + 1, false);
            } else {
                text();
            }
        }
        xml.append("</").append(name).append('>');
    }

    /** Mostly short; now and then longer than the parser's buffers, with wide characters across their edges. */
    private void text() {
        switch (random.nextInt(60)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> xml.append("<!-- c -->");
            case 10 ->
                    xml.append("x".repeat(random.nextInt(5_000))).append(pick(TEXTS).repeat(2_000));
            default -> xml.append(pick(TEXTS));
        }
    }

    private void declare(String prefix) {
        boolean undeclare = prefix.isEmpty() && random.nextInt(3) == 0;
        xml.append(prefix.isEmpty() ? " xmlns=\"" : " xmlns:" + prefix + "=\"");
        xml.append(undeclare ? "" : "urn:n" + prefix + random.nextInt(2)).append('"');
    }

    private void attributes() {
        if (random.nextInt(3) == 0) {
            xml.append(" xml:lang=\"").append(pick(VALUES)).append('"');
        }
        if (random.nextInt(4) == 0) {
            xml.append(" xml:space=\"preserve\"");
        }
        if (random.nextInt(6) == 0) {
            xml.append(" xml:id=\"i").append(random.nextInt(3)).append('"');
        }
        for (String name : List.of("b", "a", "q:a", "p:b")) {
            if (random.nextInt(3) == 0) {
                xml.append(' ').append(name).append("=\"").append(pick(VALUES)).append('"');
            }
        }
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
