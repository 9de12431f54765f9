package dev.latchkey.login;

import dev.latchkey.directory.User;
import java.time.Instant;
import java.util.UUID;

/** Sessions as the tests of other modules need them: only the handover begins any, apart from tests. */
public final class BegunSessions {
    private BegunSessions() {}

    /** Begins a session after a password and returns its id. */
    public static String begin(Sessions sessions, User user, Instant now) {
        return sessions.begin(user, now);
    }

    /** The row of a session with this id. */
    public static UUID row(String id) {
        return SessionToken.parse(id).orElseThrow().session();
    }
}
