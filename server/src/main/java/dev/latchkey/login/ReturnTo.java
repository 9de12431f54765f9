package dev.latchkey.login;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where a person goes after signing in: a path of this server and never anything else. */
final class ReturnTo {
    static final String DEFAULT = "/console";
    private static final int LONGEST = 1024;

    private ReturnTo() {}

    /** The wish if it is a local path, else the console. */
    static String local(@Nullable String wish) {
        return wish != null && isLocal(wish) ? wish : DEFAULT;
    }

    private static boolean isLocal(String wish) {
        if (wish.length() > LONGEST || !wish.startsWith("/") || wish.startsWith("//")) {
            return false;
        }
        if (wish.indexOf('\\') >= 0 || wish.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            return false;
        }
        try {
            URI uri = new URI(wish);
            String path = uri.getPath();
            return uri.getScheme() == null
                    && uri.getRawAuthority() == null
                    && path != null
                    && !path.contains("//")
                    && !path.contains("/.")
                    && path.indexOf('\\') < 0;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
