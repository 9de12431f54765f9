package dev.latchkey.cli;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A message out of whatever it was copied in: a query string, URL-encoding, base64, DEFLATE (SAML Bindings 3.4.4.1).
 *
 * @param xml the bytes of the XML
 * @param steps what had to be undone, outermost first
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Unwrapped(byte[] xml, List<String> steps) {
    static Unwrapped of(byte[] given, int limit) throws UnusableInput {
        List<String> steps = new ArrayList<>();
        if (isXml(given)) {
            return new Unwrapped(given, steps);
        }
        String text = field(new String(given, StandardCharsets.UTF_8).strip(), steps);
        byte[] bytes = base64(text, steps);
        if (!isXml(bytes)) {
            bytes = inflated(bytes, limit);
            steps.add("DEFLATE");
        }
        return new Unwrapped(bytes, steps);
    }

    private static boolean isXml(byte[] bytes) {
        return GivenMessage.looksLikeXml(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** The value of SAMLRequest or SAMLResponse where a URL, a query or a form was given, without URL-encoding. */
    private static String field(String text, List<String> steps) throws UnusableInput {
        String value = text;
        for (String part : text.split("[?&\\s]", -1)) {
            if (part.startsWith("SAMLResponse=") || part.startsWith("SAMLRequest=")) {
                value = part.substring(part.indexOf('=') + 1);
                steps.add(part.substring(0, part.indexOf('=')));
            }
        }
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            steps.add("URL-encoding");
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnusableInput("Its URL-encoding is broken.");
        }
    }

    private static byte[] base64(String text, List<String> steps) throws UnusableInput {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            steps.add("base64");
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new UnusableInput("It is neither XML nor base64.");
        }
    }

    private static byte[] inflated(byte[] deflated, int limit) throws UnusableInput {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(deflated);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished() && out.size() <= limit) {
                int count = inflater.inflate(buffer);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new UnusableInput("Its base64 holds neither XML nor deflated XML.");
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new UnusableInput("Its base64 holds neither XML nor deflated XML.");
        }
    }
}
