package dev.latchkey.login;

import dev.latchkey.url.WebUrl;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a person goes after signing in: a path of this server and never anything else. */
final class ReturnTo {
    static final String DEFAULT = "/console";
    private static final int LONGEST = 1024;
    private static final String HERE = "https://here.invalid";
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private ReturnTo() {}

    /** The wish if it is a local path, else the console. */
    static String local(@Nullable String wish) {
        return wish != null && isLocal(wish) ? wish : DEFAULT;
    }

    private static boolean isLocal(String wish) {
        if (wish.length() > LONGEST || !wish.startsWith("/") || wish.startsWith("//")) {
            return false;
        }
        if (!WebUrl.isPlain(wish) || BROKEN_ESCAPE.matcher(wish).find()) {
            return false;
        }
        String path = WebUrl.decoded(wish.split("[?#]", 2)[0]);
        return !path.contains("//")
                && !path.contains("/.")
                && path.indexOf('\\') < 0
                && WebUrl.parse(HERE + wish).filter(url -> url.origin().equals(HERE)).isPresent();
    }
}
