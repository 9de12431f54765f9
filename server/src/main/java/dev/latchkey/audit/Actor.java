package dev.latchkey.audit;

import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param id the SID, null where there is none
 * @param name how people call them, kept with the record since names change
 */
public record Actor(Kind kind, @Nullable String id, String name) {
    /** The kinds of actors. */
    public enum Kind {
        OPERATOR,
        USER,
        IDP,
        SYSTEM
    }

    public static final Actor SYSTEM = new Actor(Kind.SYSTEM, null, "Latchkey");

    /** The operator of a request. */
    public static Actor of(SignedInOperator operator) {
        return new Actor(Kind.OPERATOR, operator.id().toString(), operator.name());
    }

    /** The user of a request. */
    public static Actor of(SignedInUser user) {
        return new Actor(Kind.USER, user.id().toString(), user.email());
    }
}
