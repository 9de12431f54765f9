package dev.latchkey.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The URL parser of the WHATWG's standard (4.4), for http and https and without a base. */
final class WebUrlParser {
    private static final int LAST_PORT = 65_535;

    private final String given;
    private final String input;

    WebUrlParser(String text) {
        this.given = stripped(text);
        this.input = given.replaceAll("[\\t\\n\\r]", "");
    }

    /** Without the controls and spaces at either end. */
    private static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    Optional<WebUrl> parse() {
        String scheme = scheme();
        if (scheme == null) {
            return Optional.empty();
        }
        int at = scheme.length() + 1;
        while (at < input.length() && isSlash(input.charAt(at))) {
            at++;
        }
        int end = firstOf("/\\?#", at);
        String authority = input.substring(at, end);
        int credentials = authority.lastIndexOf('@');
        String address = authority.substring(credentials + 1);
        int colon = portColon(address);
        Optional<UrlHost> host = UrlHost.parse(colon < 0 ? address : address.substring(0, colon));
        Integer port = colon < 0 ? Integer.valueOf(-1) : port(address.substring(colon + 1), scheme);
        if (host.isEmpty() || port == null) {
            return Optional.empty();
        }
        int hash = firstOf("#", end);
        int question = Math.min(firstOf("?", end), hash);
        return Optional.of(
                new WebUrl(
                        given,
                        scheme,
                        credentials >= 0,
                        host.get(),
                        port,
                        path(input.substring(end, question)),
                        question < hash
                                ? PercentCoding.encode(
                                        input.substring(question + 1, hash), PercentCoding.QUERY)
                                : null,
                        hash < input.length()
                                ? PercentCoding.encode(
                                        input.substring(hash + 1), PercentCoding.FRAGMENT)
                                : null));
    }

    private @Nullable String scheme() {
        int colon = input.indexOf(':');
        if (colon < 0 || colon > "https".length()) {
            return null;
        }
        String scheme = input.substring(0, colon).toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https") ? scheme : null;
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    /** Where the first of these is, or the end. */
    private int firstOf(String signs, int from) {
        for (int i = from; i < input.length(); i++) {
            if (signs.indexOf(input.charAt(i)) >= 0) {
                return i;
            }
        }
        return input.length();
    }

    /** The first colon outside of brackets. */
    private static int portColon(String address) {
        boolean inside = false;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '[') {
                inside = true;
            } else if (c == ']') {
                inside = false;
            } else if (c == ':' && !inside) {
                return i;
            }
        }
        return -1;
    }

    /** The port, -1 where none is named or the scheme's own, null where it is none. */
    private static @Nullable Integer port(String digits, String scheme) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            port = 10 * port + c - '0';
            if (port > LAST_PORT) {
                return null;
            }
        }
        return digits.isEmpty() || port == (scheme.equals("https") ? 443 : 80) ? -1 : port;
    }

    /** Dots are resolved, and backslashes are slashes. */
    private static String path(String text) {
        List<String> segments = new ArrayList<>();
        String[] given =
                text.isEmpty() ? new String[] {""} : text.substring(1).split("[/\\\\]", -1);
        for (int i = 0; i < given.length; i++) {
            boolean last = i == given.length - 1;
            String dots = given[i].replaceAll("(?i)%2e", ".");
            if (dots.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.removeLast();
                }
            } else if (!dots.equals(".")) {
                segments.add(PercentCoding.encode(given[i], PercentCoding.PATH));
                continue;
            }
            if (last) {
                segments.add("");
            }
        }
        return "/" + String.join("/", segments);
    }
}
