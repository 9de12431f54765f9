package dev.latchkey.mail;

import dev.latchkey.shared.Secret;
import dev.latchkey.url.UrlHost;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mail server that LATCHKEY_SMTP_URL names. {@code smtp://} asks for STARTTLS (RFC 3207) and refuses to go on
 * without it, except on this machine or with {@code ?tls=none}; {@code smtps://} speaks TLS from the first byte.
 *
 * @param port 587, or 465 for smtps, where the address names none
 */
record SmtpServer(
        String host,
        int port,
        Encryption encryption,
        @Nullable String user,
        @Nullable Secret password) {

    enum Encryption {
        IMPLICIT,
        STARTTLS,
        NONE
    }

    /** RFC 3986 3 without a path; the host is read as that of a web address is, so it may have an underscore. */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?<scheme>smtps?)://(?:(?<user>(?:[^@/?#\\[\\]\\s\"<>\\\\^`{|}%]|%[0-9A-Fa-f]{2})*+)@)?"
                            + "(?<host>\\[[0-9A-Fa-f:.]+\\]|[^@/?#:\\[\\]]+)(?::(?<port>[0-9]{0,5}))?/?(?:\\?(?<query>[^#]*))?");

    private static final int LAST_PORT = 65_535;
    private static final String PATIENCE_MILLIS = "15000";

    /** Throws IllegalArgumentException, with what to change and without the password, for anything else. */
    static SmtpServer parse(Secret url) {
        Matcher parts = ADDRESS.matcher(url.reveal().strip());
        if (!parts.matches()) {
            throw unusable();
        }
        boolean implicit = "smtps".equals(parts.group("scheme"));
        UrlHost host = UrlHost.parse(parts.group("host")).orElseThrow(SmtpServer::unusable);
        String user = parts.group("user");
        String[] credentials = user == null ? new String[0] : user.split(":", 2);
        return new SmtpServer(
                host.text(),
                port(parts.group("port"), implicit),
                encryption(host, parts.group("query"), implicit),
                credentials.length > 0 ? decoded(credentials[0]) : null,
                credentials.length > 1 ? new Secret(decoded(credentials[1])) : null);
    }

    private static int port(@Nullable String digits, boolean implicit) {
        int port = digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
        if (port > LAST_PORT) {
            throw unusable();
        }
        return port > 0 ? port : implicit ? 465 : 587;
    }

    private static Encryption encryption(UrlHost host, @Nullable String query, boolean implicit) {
        if (query != null && (implicit || !query.equals("tls=none"))) {
            throw unusable();
        }
        if (implicit) {
            return Encryption.IMPLICIT;
        }
        return query != null || isHere(host) ? Encryption.NONE : Encryption.STARTTLS;
    }

    /** The name itself and addresses only: other names that end so are looked up, by whatever answers. */
    private static boolean isHere(UrlHost host) {
        return host.isLoopback() && (host.isIpAddress() || host.text().equals("localhost"));
    }

    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException(
                "LATCHKEY_SMTP_URL must be like smtp://user:password@mail.example:587 or"
                        + " smtps://user:password@mail.example:465, with special characters of user and password"
                        + " written as %-codes; smtp://relay.internal:25?tls=none goes without encryption");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same for Jakarta Mail. */
    Properties properties() {
        String protocol = protocol();
        Properties properties = new Properties();
        properties.put("mail." + protocol + ".connectiontimeout", PATIENCE_MILLIS);
        properties.put("mail." + protocol + ".timeout", PATIENCE_MILLIS);
        properties.put("mail." + protocol + ".writetimeout", PATIENCE_MILLIS);
        properties.put("mail." + protocol + ".auth", String.valueOf(user != null));
        properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        if (encryption == Encryption.STARTTLS) {
            properties.put("mail.smtp.starttls.enable", "true");
            properties.put("mail.smtp.starttls.required", "true");
        }
        return properties;
    }

    String protocol() {
        return encryption == Encryption.IMPLICIT ? "smtps" : "smtp";
    }
}
