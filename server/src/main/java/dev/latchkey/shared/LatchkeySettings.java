package dev.latchkey.shared;

import dev.latchkey.url.WebUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The installation's settings; docs/operations.md says what each means.
 *
 * @param baseUrl how browsers reach this server, without a path
 * @param dataDir where the embedded database and a generated secret key live
 * @param secretKeys {@code id:base64} of 32 bytes each, separated by commas, the current one first; null generates one
 * @param smtpUrl the mail server, {@code smtp://} or {@code smtps://}; null or blank sends no mail
 * @param mailFrom the sender of every mail
 * @param mailPerSecond how many mails of an announcement leave a node in a second
 */
@ConfigurationProperties("latchkey")
public record LatchkeySettings(
        URI baseUrl,
        Path dataDir,
        @Nullable Secret secretKeys,
        @Nullable Secret smtpUrl,
        @DefaultValue("latchkey@localhost") String mailFrom,
        @DefaultValue("20") int mailPerSecond) {
    private static final Pattern BARE = Pattern.compile("https?://[^/\\\\?#]+");

    public LatchkeySettings {
        baseUrl = URI.create(bare(baseUrl.toString()));
        if (mailPerSecond < 1 || mailPerSecond > 1000) {
            throw new IllegalArgumentException("LATCHKEY_MAIL_PER_SECOND must be from 1 to 1000");
        }
    }

    /** As browsers write it: what they are told, and what others compare, has no letters outside ASCII. */
    private static String bare(String text) {
        WebUrl url = WebUrl.parse(text).orElse(null);
        if (url == null || url.hasCredentials() || !BARE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "LATCHKEY_BASE_URL must be an http or https address without a path, such as https://sso.example.com");
        }
        return text.equals(url.sendable()) ? text : url.origin();
    }

    /** The base URL taken apart. */
    public WebUrl address() {
        return WebUrl.parse(baseUrl.toString()).orElseThrow();
    }

    public boolean secure() {
        return "https".equals(baseUrl.getScheme());
    }
}
