package dev.latchkey.web;

import java.util.Set;

/**
 * A path that everybody may come to, whether they are signed in or not. Within an area of people who are signed in it is
 * one page, whose forms carry our token.
 *
 * @param pattern a path; {@code *} in it stands for one segment, {@code **} at its end for all that lies within
 */
public record PublicPath(String pattern, Set<Trait> traits) {

    /** What is different about requests to a path. */
    public enum Trait {
        /** People who are not signed in yet go through it: they don't wait behind those who are. */
        LEADS_IN,
        /** A form that is posted here brings a password, which will be compared. */
        BRINGS_PASSWORD,
        /** Nobody's name is needed here, so no session is looked up. */
        WITHOUT_SESSION,
        /** Forms come here from another site, whose pages know no token of ours; what they bring vouches for itself. */
        WITHOUT_TOKEN
    }

    public PublicPath {
        traits = Set.copyOf(traits);
        PathShape shape = new PathShape(pattern);
        for (Area area : Area.values()) {
            boolean within = area.contains(pattern);
            boolean loose = pattern.contains("*") || traits.contains(Trait.WITHOUT_TOKEN);
            if (shape.covers(area.path()) || (within && loose)) {
                throw new IllegalArgumentException(area + " is not public: " + pattern);
            }
        }
    }

    public static PublicPath of(String pattern, Trait... traits) {
        return new PublicPath(pattern, Set.of(traits));
    }
}
