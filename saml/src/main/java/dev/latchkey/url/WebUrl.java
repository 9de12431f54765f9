package dev.latchkey.url;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An absolute http or https address, taken apart by the rules of the WHATWG's URL standard, which is what browsers go
 * by. What {@code java.net.URI} makes of an address, by RFC 2396, is another thing: it finds no host in
 * {@code https://my_idp.example}, and finds one where browsers see another.
 *
 * <p>{@link #sendable} is what is kept and sent. It is in ASCII, and as it was given wherever that is plain already, for
 * an IdP compares a Destination with its own address octet by octet.
 */
public final class WebUrl {
    private static final String PLAIN_SIGNS = "-._~:/?#@!$&'()*+,;=%";

    private final String given;
    private final String scheme;
    private final boolean credentials;
    private final UrlHost host;
    private final int port;
    private final String path;
    private final @Nullable String query;
    private final @Nullable String fragment;

    WebUrl(
            String given,
            String scheme,
            boolean credentials,
            UrlHost host,
            int port,
            String path,
            @Nullable String query,
            @Nullable String fragment) {
        this.given = given;
        this.scheme = scheme;
        this.credentials = credentials;
        this.host = host;
        this.port = port;
        this.path = path;
        this.query = query;
        this.fragment = fragment;
    }

    /** The address, or nothing where browsers take it for none, or for one of another scheme. */
    public static Optional<WebUrl> parse(String text) {
        return new WebUrlParser(text).parse();
    }

    /** The address as it may be sent; text that is no address comes back as it is. */
    public static String sendable(String text) {
        return parse(text).map(WebUrl::sendable).orElse(text);
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return scheme;
    }

    /** Whether there is a user name or password before the host, even an empty one. */
    public boolean hasCredentials() {
        return credentials;
    }

    public UrlHost host() {
        return host;
    }

    /** The port that it names, where that is not the scheme's own; else -1. */
    public int port() {
        return port;
    }

    /** The port that is connected to. */
    public int effectivePort() {
        return port >= 0 ? port : scheme.equals("https") ? 443 : 80;
    }

    /** Begins with a slash. */
    public String path() {
        return path;
    }

    public @Nullable String query() {
        return query;
    }

    public @Nullable String fragment() {
        return fragment;
    }

    /** Whether nobody on the way can read what goes there: https, or this very computer. */
    public boolean isSecure() {
        return scheme.equals("https") || host.isLoopback();
    }

    /** Scheme, host and port as browsers name an origin; ASCII, and fit for a Content-Security-Policy. */
    public String origin() {
        return scheme + "://" + host.text() + (port < 0 ? "" : ":" + port);
    }

    /** As browsers write it, without credentials. */
    public String href() {
        return origin()
                + path
                + (query == null ? "" : "?" + query)
                + (fragment == null ? "" : "#" + fragment);
    }

    /**
     * What is kept, sent in a header and put into messages: ASCII, and nothing that RFC 3986 does not have. It is what was
     * given where that is such already.
     */
    public String sendable() {
        return isGivenPlain() ? given : escaped(href());
    }

    private boolean isGivenPlain() {
        String start = scheme + "://";
        if (credentials || !given.regionMatches(true, 0, start, 0, start.length())) {
            return false;
        }
        String rest = given.substring(start.length());
        String name = host.text();
        // Ignoring case alone, a long s would be an s.
        return given.chars().allMatch(c -> c < 0x80)
                && rest.regionMatches(true, 0, name, 0, name.length())
                && isPlain(rest.substring(name.length()))
                && (rest.length() == name.length()
                        || ":/?#".indexOf(rest.charAt(name.length())) >= 0);
    }

    /** Whether all of the text may stand behind the host of an address as it is (RFC 3986 2). */
    public static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
            if (!word && PLAIN_SIGNS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Bars, braces, brackets and the like behind the host, which browsers send as they stand and RFC 3986 does not have. */
    private String escaped(String href) {
        int start = origin().length();
        StringBuilder text = new StringBuilder(href.substring(0, start));
        for (int i = start; i < href.length(); i++) {
            char c = href.charAt(i);
            if ("|[]\\^`{}".indexOf(c) >= 0) {
                text.append('%').append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** A part of an address with its escapes undone, for whoever looks for dots and slashes in it. */
    public static String decoded(String part) {
        return PercentCoding.decode(part);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebUrl url
                && url.credentials == credentials
                && url.sendable().equals(sendable());
    }

    @Override
    public int hashCode() {
        return sendable().hashCode();
    }

    /** As {@link #sendable}. */
    @Override
    public String toString() {
        return sendable();
    }
}
