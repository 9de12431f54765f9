package dev.latchkey.rollout;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a confirmation is about, in words for a page that is printed: its record keeps the short names. */
final class EvidenceWords {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("list", "List"),
                    Map.entry("revision", "Revision"),
                    Map.entry("usersIn", "Users who switch"),
                    Map.entry("usersOut", "Left out"),
                    Map.entry("users", "Users"),
                    Map.entry("sha256", "SHA-256 of the list"),
                    Map.entry("comparedWith", "Compared with"),
                    Map.entry("when", "When"),
                    Map.entry("passwordSessions", "People who are signed in with a password"),
                    Map.entry("newUsersOfTheDomains", "New users of the domains"),
                    Map.entry("vouching", "Emergency admin who has signed in this way"),
                    Map.entry("entityId", "Our entity ID"),
                    Map.entry("acsUrl", "Our ACS URL"),
                    Map.entry("connection", "Connection"),
                    Map.entry("configuration", "Configuration of the connection"),
                    Map.entry("version", "Version of the connection"),
                    Map.entry("pilots", "Pilots"));
    private static final Map<String, String> VALUES =
            Map.of(
                    "when NOW", "as soon as the button is pressed",
                    "passwordSessions END", "are signed out",
                    "passwordSessions KEEP", "stay signed in",
                    "newUsersOfTheDomains true", "switch, too",
                    "newUsersOfTheDomains false", "keep their passwords",
                    "vouching ", "the one who gave the go-ahead");

    private EvidenceWords() {}

    /** A fact with its name. */
    record Line(String name, String value) {}

    static List<Line> of(Confirmation confirmation) {
        return confirmation.about().entrySet().stream()
                .map(fact -> line(fact.getKey(), text(fact.getValue())))
                .toList();
    }

    /** Pilots come with the moment of their sign-in. */
    private static String text(Object value) {
        return switch (value) {
            case List<?> all ->
                    all.stream().map(EvidenceWords::text).collect(Collectors.joining("; "));
            case Map<?, ?> pilot -> pilot.get("email") + ", " + pilot.get("signedInAt");
            default -> value.toString();
        };
    }

    private static Line line(String name, String value) {
        return new Line(
                NAMES.getOrDefault(name, name), VALUES.getOrDefault(name + " " + value, value));
    }
}
