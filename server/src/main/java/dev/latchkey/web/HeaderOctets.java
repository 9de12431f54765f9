package dev.latchkey.web;

import dev.latchkey.shared.DomainName;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets headers leave in ASCII only (RFC 9110 5.5). Tomcat writes the low octet of a letter, or drops the header, and
 * says nothing. An address to go to is written with its octets of UTF-8 as %-codes; what else is not ASCII has to be
 * brought into it by who writes it, such as {@link #attachment}, and is refused as a bug. Headers that have left can't be
 * taken back: an error that comes after them is dropped.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class HeaderOctets extends OncePerRequestFilter {
    private static final Pattern ADDRESS =
            Pattern.compile("(?is)(https?://)([^/?#@:]*)((?::[0-9]*)?(?:[/?#].*)?)");

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new InAscii(response));
    }

    /** A redirect made while an error is handled is one all the same. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    /** The value of Content-Disposition for a file of this name (RFC 6266, RFC 8187). */
    public static String attachment(String fileName) {
        String name = whole(fileName).replaceAll("[\\p{Cntrl}\\u2028\\u2029/\\\\]+", "_");
        StringBuilder plain = new StringBuilder();
        name.codePoints()
                .forEach(c ->
                        plain.appendCodePoint(
                                c < 0x20 || c > 0x7e || c == '"' || c == '%' ? '_' : c));
        String value = "attachment; filename=\"" + plain + '"';
        return name.contentEquals(plain)
                ? value
                : value + "; filename*=UTF-8''" + encoded(name, HeaderOctets::isOfAnAttribute);
    }

    /** RFC 8187 3.2.1, attr-char. */
    private static boolean isOfAnAttribute(int octet) {
        return (octet >= '0' && octet <= '9')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= 'a' && octet <= 'z')
                || "!#$&+-.^_`|~".indexOf(octet) >= 0;
    }

    /** An address to go to, with the host by A-labels and other letters by %-codes; what is ASCII stays as it stands. */
    static String location(String address) {
        if (isAscii(address)) {
            return address;
        }
        Matcher absolute = ADDRESS.matcher(address);
        if (absolute.matches() && !isAscii(absolute.group(2))) {
            Optional<DomainName> host = DomainName.of(absolute.group(2));
            return absolute.group(1)
                    + host.orElseThrow(() -> refused("Location")).value()
                    + location(absolute.group(3));
        }
        return encoded(whole(address), octet -> octet > 0x20 && octet < 0x7f);
    }

    private static String encoded(String text, java.util.function.IntPredicate plain) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            int octet = each & 0xff;
            if (plain.test(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(String.format(Locale.ROOT, "%02X", octet));
            }
        }
        return encoded.toString();
    }

    /** Half a pair of surrogates is no letter. */
    private static String whole(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        whole.appendCodePoint(
                                Character.getType(c) == Character.SURROGATE ? 0xfffd : c));
        return whole.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 0x20 && c != '\t') || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException refused(String name) {
        return new IllegalArgumentException("the header " + name + " can't be written in ASCII");
    }

    private static final class InAscii extends HttpServletResponseWrapper {
        private InAscii(HttpServletResponse response) {
            super(response);
        }

        private static @Nullable String value(String name, @Nullable String value) {
            if (value == null || isAscii(value)) {
                return value;
            }
            if (name.equalsIgnoreCase("Location")) {
                return location(value);
            }
            throw refused(name);
        }

        @Override
        public void setHeader(String name, @Nullable String value) {
            super.setHeader(name, value(name, value));
        }

        @Override
        public void addHeader(String name, @Nullable String value) {
            super.addHeader(name, value(name, value));
        }

        @Override
        public void addCookie(Cookie cookie) {
            value("Set-Cookie", cookie.getName() + cookie.getValue() + cookie.getPath());
            super.addCookie(cookie);
        }

        /** Where a part of the answer has left there is nobody to tell, as when a browser has hung up. */
        @Override
        public void sendError(int status) throws IOException {
            if (!isCommitted()) {
                super.sendError(status);
            }
        }

        @Override
        public void sendError(int status, @Nullable String message) throws IOException {
            if (!isCommitted()) {
                super.sendError(status, message);
            }
        }

        @Override
        public void sendRedirect(String location) throws IOException {
            super.sendRedirect(location(location));
        }

        @Override
        public void sendRedirect(String location, boolean clearBuffer) throws IOException {
            super.sendRedirect(location(location), clearBuffer);
        }

        @Override
        public void sendRedirect(String location, int status) throws IOException {
            super.sendRedirect(location(location), status);
        }

        @Override
        public void sendRedirect(String location, int status, boolean clearBuffer)
                throws IOException {
            super.sendRedirect(location(location), status, clearBuffer);
        }

        @Override
        public void setContentType(@Nullable String type) {
            super.setContentType(value("Content-Type", type));
        }
    }
}
