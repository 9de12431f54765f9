package dev.latchkey.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Knows what single sign-on means for a user now; the user's page shows it. */
public interface UserSignIn {
    Ways of(User user);

    /** Which ways in there are. */
    enum Kind {
        /** No connection is enabled for the user. */
        PASSWORD,
        /** A pilot: single sign-on works, and so does the password. */
        PILOT,
        /** In an approved list that has not switched: both work. */
        BOTH,
        SSO_ONLY,
        /** In a list, and left out of it: the password works. */
        LEFT_OUT
    }

    /**
     * The ways in, with what an operator needs to change them.
     *
     * @param connection through which single sign-on goes or would go; null for none
     * @param decided where it is decided: the rollout's page for a pilot, else the list's; null for nowhere
     * @param reason why the user was left out
     * @param last the last sign-in through a connection; null for none
     */
    record Ways(
            Kind kind,
            @Nullable Place connection,
            @Nullable Place decided,
            @Nullable String reason,
            @Nullable LastSso last) {}

    /** A page of the organization. */
    record Place(String name, String path) {}

    /**
     * A sign-in through a connection.
     *
     * @param connection its name, null where it is gone
     */
    record LastSso(@Nullable String connection, Instant at) {}
}
