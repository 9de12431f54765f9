package dev.latchkey.cli;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A message out of whatever it was copied in: a query string, URL-encoding, base64, DEFLATE (SAML Bindings 3.4.4.1).
 *
 * @param xml the bytes of the XML
 * @param steps what had to be undone, outermost first
 * @param query the query string that it came in by HTTP-Redirect, as it stands; null where it came otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Unwrapped(byte[] xml, List<String> steps, @Nullable String query) {
    private static final List<String> FORM_FIELDS =
            List.of(
                    "name=\"SAMLResponse\"",
                    "name='SAMLResponse'",
                    "name=\"SAMLRequest\"",
                    "name='SAMLRequest'");
    private static final Pattern VALUE =
            Pattern.compile("\\bvalue\\s*=\\s*[\"']([^\"']*)[\"']", Pattern.CASE_INSENSITIVE);

    static Unwrapped of(byte[] given, int limit) throws UnusableInput {
        List<String> steps = new ArrayList<>();
        String page = new String(given, StandardCharsets.UTF_8);
        String inForm = isXml(given) ? formField(page) : null;
        if (inForm != null) {
            steps.add("HTML form");
        } else if (isXml(given)) {
            return new Unwrapped(given, steps, null);
        }
        String whole = inForm == null ? page.strip() : inForm;
        String text = field(whole, steps);
        byte[] bytes = base64(text, steps);
        if (isXml(bytes)) {
            return new Unwrapped(bytes, steps, null);
        }
        steps.add("DEFLATE");
        return new Unwrapped(inflated(bytes, limit), steps, query(whole));
    }

    /**
     * Whether it is a message by HTTP-Redirect, which is signed beside itself, without anything of what stood beside it.
     */
    boolean isWithoutItsSignature() {
        return steps.contains("DEFLATE") && (query == null || query.indexOf('&') < 0);
    }

    /** The value of the form field in an IdP's page, as a browser's developer tools show it; null where none is. */
    private static @Nullable String formField(String page) {
        for (String field : FORM_FIELDS) {
            int at = page.indexOf(field);
            int start = at < 0 ? -1 : page.lastIndexOf('<', at);
            int end = at < 0 ? -1 : page.indexOf('>', at);
            if (start >= 0 && end >= 0) {
                Matcher value = VALUE.matcher(page).region(start, end);
                return value.find() ? withoutReferences(value.group(1)) : null;
            }
        }
        return null;
    }

    /** The characters of base64 and its line breaks, where a page spells them as references. */
    private static String withoutReferences(String value) {
        return value.replaceAll("&#(x2[bB]|43);", "+")
                .replaceAll("&#(x3[dD]|61);", "=")
                .replaceAll("&#(x2[fF]|47);", "/")
                .replaceAll("&#(x0?[aAdD]|10|13);", "");
    }

    private static @Nullable String query(String text) {
        int question = text.indexOf('?');
        String query = question < 0 ? text : text.substring(question + 1);
        int fragment = query.indexOf('#');
        query = fragment < 0 ? query : query.substring(0, fragment);
        // A request line of a log continues after it.
        query = query.split("\\s", 2)[0];
        return query.contains("SAMLRequest=") || query.contains("SAMLResponse=") ? query : null;
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
