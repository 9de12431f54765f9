package dev.latchkey.web;

import java.util.List;

/**
 * What of a module everybody may come to; each module that has such pages has a bean of it. What none of them names, and
 * no area of people who are signed in covers, is denied.
 */
public record PublicPaths(List<PublicPath> paths, List<PublicRoute> arrivals) {
    public PublicPaths {
        paths = List.copyOf(paths);
        arrivals = List.copyOf(arrivals);
    }

    public static PublicPaths of(PublicPath... paths) {
        return new PublicPaths(List.of(paths), List.of());
    }

    /** The same, with the routes where a sign-in arrives or ends. */
    public PublicPaths with(PublicRoute... more) {
        return new PublicPaths(paths, List.of(more));
    }
}
