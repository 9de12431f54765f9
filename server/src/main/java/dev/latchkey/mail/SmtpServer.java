package dev.latchkey.mail;

import dev.latchkey.shared.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
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

    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String PATIENCE_MILLIS = "15000";

    /** Throws IllegalArgumentException, with what to change and without the password, for anything else. */
    static SmtpServer parse(Secret url) {
        URI uri = uri(url);
        boolean implicit = "smtps".equals(uri.getScheme());
        if (uri.getHost() == null
                || !(implicit || "smtp".equals(uri.getScheme()))
                || !(uri.getRawPath() == null || uri.getRawPath().matches("/?"))) {
            throw unusable();
        }
        String[] credentials =
                uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
        return new SmtpServer(
                uri.getHost(),
                uri.getPort() > 0 ? uri.getPort() : implicit ? 465 : 587,
                encryption(uri, implicit),
                credentials.length > 0 ? decoded(credentials[0]) : null,
                credentials.length > 1 ? new Secret(decoded(credentials[1])) : null);
    }

    private static URI uri(Secret url) {
        try {
            return new URI(url.reveal().strip());
        } catch (URISyntaxException e) {
            throw unusable(); // the exception's text has the password in it
        }
    }

    private static Encryption encryption(URI uri, boolean implicit) {
        String query = uri.getRawQuery();
        if (query != null && (implicit || !query.equals("tls=none"))) {
            throw unusable();
        }
        if (implicit) {
            return Encryption.IMPLICIT;
        }
        return query != null || HERE.contains(uri.getHost())
                ? Encryption.NONE
                : Encryption.STARTTLS;
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
