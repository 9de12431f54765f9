package dev.latchkey.web;

import dev.latchkey.url.WebUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a person goes after signing in: a path of this server and never anything else. */
public final class ReturnTo {
    public static final String DEFAULT = "/console";
    private static final String OPERATORS = "/operator";
    private static final int LONGEST = 1024;
    private static final String HERE = "https://here.invalid";
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private ReturnTo() {}

    /** The wish if it is a local path, else the console. */
    public static String local(@Nullable String wish) {
        return wish != null && isLocal(wish) ? wish : DEFAULT;
    }

    /** The same for an operator, whose session counts in their own area only. */
    public static String operators(@Nullable String wish) {
        return wish != null && wish.startsWith(OPERATORS + "/") && isLocal(wish) ? wish : OPERATORS;
    }

    /** The sign-in that leads back to this page, or only to the sign-in where it is no page to be fetched again. */
    static String signIn(HttpServletRequest request) {
        return target(request)
                .map(target -> signIn(request, target))
                .orElseGet(() -> form(request));
    }

    /** The sign-in that leads to this path. */
    static String signIn(HttpServletRequest request, String target) {
        return form(request) + "?return_to=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
    }

    private static String form(HttpServletRequest request) {
        return OperatorArea.contains(request) ? "/operator/login" : "/login";
    }

    /** What was asked for, as it was written; without its query where that would be too long or is no good. */
    private static Optional<String> target(HttpServletRequest request) {
        boolean page =
                (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
                        && request.getHeader("HX-Request") == null;
        if (!page) {
            return Optional.empty();
        }
        String path = request.getRequestURI();
        String query = request.getQueryString();
        String home = OperatorArea.contains(request) ? OPERATORS : DEFAULT;
        return Stream.of(query == null ? path : path + "?" + query, path)
                .filter(ReturnTo::isLocal)
                .filter(target -> !target.equals(home))
                .findFirst();
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
