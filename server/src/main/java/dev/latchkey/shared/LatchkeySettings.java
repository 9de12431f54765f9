package dev.latchkey.shared;

import dev.latchkey.url.WebUrl;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
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
    private static final Setting BASE_URL =
            Setting.of(
                    "LATCHKEY_BASE_URL",
                    "latchkey.base-url",
                    "an http or https address in small letters, without user, path, slash or the usual port"
                            + " behind the host, such as https://sso.example.com",
                    LatchkeySettings::isBaseUrl);
    private static final Setting DATA_DIR =
            Setting.of(
                    "LATCHKEY_DATA_DIR",
                    "latchkey.data-dir",
                    "the name of a folder",
                    LatchkeySettings::isPath);
    private static final Setting MAIL_PER_SECOND =
            Setting.number("LATCHKEY_MAIL_PER_SECOND", "latchkey.mail-per-second", 1, 1000);

    private static final Pattern BARE = Pattern.compile("https?://[^/\\\\?#]+");

    public LatchkeySettings {
        BASE_URL.require(baseUrl);
        MAIL_PER_SECOND.require(mailPerSecond);
        baseUrl = URI.create(WebUrl.parse(baseUrl.toString()).orElseThrow().origin());
    }

    /**
     * In the one form in which browsers name an origin, since it is compared with that and stands in entity IDs; only a
     * host in letters outside ASCII is brought into that form here.
     */
    private static boolean isBaseUrl(String text) {
        // Nobody is reached at port 0, and no host has an empty label in its middle.
        if (text.endsWith(":0") || text.contains("..")) {
            return false;
        }
        WebUrl url = WebUrl.parse(text).orElse(null);
        return url != null
                && !url.hasCredentials()
                && BARE.matcher(text).matches()
                && (text.equals(url.origin()) || !isAscii(text));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isPath(String text) {
        try {
            return !Path.of(text).toString().isBlank();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The base URL taken apart. */
    public WebUrl address() {
        return WebUrl.parse(baseUrl.toString()).orElseThrow();
    }

    public boolean secure() {
        return "https".equals(baseUrl.getScheme());
    }

    static final class Declared implements DeclaredSettings {
        @Override
        public List<Setting> settings() {
            return List.of(BASE_URL, DATA_DIR, MAIL_PER_SECOND);
        }
    }
}
