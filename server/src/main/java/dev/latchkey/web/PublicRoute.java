package dev.latchkey.web;

import org.springframework.http.HttpMethod;

/**
 * A route where a sign-in arrives or ends. Nobody has a name there, and what makes a request good is in its message or
 * ticket: so nothing at all is asked of sessions or tokens.
 *
 * @param pattern as of a {@link PublicPath}
 */
public record PublicRoute(HttpMethod method, String pattern) {
    public PublicRoute {
        PathShape shape = new PathShape(pattern);
        for (Area area : Area.values()) {
            if (shape.covers(area.path()) || area.contains(pattern)) {
                throw new IllegalArgumentException(area + " asks for a session: " + pattern);
            }
        }
    }
}
