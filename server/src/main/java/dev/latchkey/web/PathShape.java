package dev.latchkey.web;

import java.util.regex.Pattern;

/**
 * Paths that a module declares: one, or with {@code *} for one segment, or with {@code **} at the end for all that lies
 * within. Held against a path as it was written; what is written otherwise goes the way of all requests.
 */
final class PathShape {
    private static final String NAME = "[a-z][a-z0-9.-]*";
    private static final Pattern SOUND =
            Pattern.compile("/|/" + NAME + "(/" + NAME + ")*(/\\*/" + NAME + "|/\\*\\*)?");
    private static final String WITHIN = "/**";
    private static final String ONE = "*";

    private final String before;
    private final String behind;
    private final boolean within;

    /** Throws an IllegalArgumentException for what begins with no name: it would be too much. */
    PathShape(String pattern) {
        if (!SOUND.matcher(pattern).matches()) {
            throw new IllegalArgumentException("can't be declared: " + pattern);
        }
        this.within = pattern.endsWith(WITHIN);
        int one = within ? -1 : pattern.indexOf(ONE);
        int end = one >= 0 ? one : pattern.length() - (within ? WITHIN.length() : 0);
        this.before = pattern.substring(0, end);
        this.behind = one >= 0 ? pattern.substring(one + ONE.length()) : "";
    }

    boolean covers(String path) {
        if (within) {
            return path.startsWith(before)
                    && (path.length() == before.length() || path.charAt(before.length()) == '/');
        }
        return behind.isEmpty()
                ? path.equals(before)
                : path.startsWith(before)
                        && path.endsWith(behind)
                        && path.indexOf('/', before.length()) == path.length() - behind.length();
    }
}
