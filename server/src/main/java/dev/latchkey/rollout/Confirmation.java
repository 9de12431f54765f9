package dev.latchkey.rollout;

import dev.latchkey.shared.CohortId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That somebody confirmed something (requirement D15).
 *
 * @param about what exactly was confirmed, as it was at that moment
 * @param withdrawnAt when it ceased to hold, by whom and why; null while it stands
 */
public record Confirmation(
        Kind kind,
        Side side,
        @Nullable CohortId cohort,
        String personId,
        String person,
        Instant at,
        Map<String, Object> about,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawnBy,
        @Nullable String withdrawnWhy) {

    /** What can be confirmed. */
    public enum Kind {
        /** The IdP has our entity ID and ACS URL. */
        CONFIGURED,
        /** The pilots' sign-ins were seen to work. */
        TEST,
        /** The list of users is right. */
        APPROVAL,
        /** The users may be switched. */
        GO_AHEAD
    }

    public boolean stands() {
        return withdrawnAt == null;
    }

    /** A number that was confirmed; -1 where there is none of this name. */
    public int number(String name) {
        return about.get(name) instanceof Number number ? number.intValue() : -1;
    }

    /** The configuration of the connection that was tested. Confirmations of old have it under the name of the version. */
    int configuration() {
        int configuration = number("configuration");
        return configuration == -1 ? number("version") : configuration;
    }

    /** A text that was confirmed; empty where there is none of this name. */
    public String text(String name) {
        return about.get(name) instanceof String text ? text : "";
    }

    /** Whether this is what was confirmed. Of a confirmation of old, which may not name it, that is taken for granted. */
    boolean says(String name, String value) {
        String said = text(name);
        return said.isEmpty() || said.equals(value);
    }

    /** As {@link #says}, where what was confirmed only names this among others. */
    boolean isAbout(String name, String what) {
        String said = text(name);
        return said.isEmpty() || said.contains(what);
    }

    /** A moment that was confirmed; null where the name says none. */
    public @Nullable Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
