package dev.latchkey.login;

import dev.latchkey.directory.PasswordSet;
import dev.latchkey.directory.User;
import dev.latchkey.directory.UserChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Ends the sessions of a user who is now inactive, has another address or another password; in that change's transaction. */
@Component
class AccessEnd {
    private final Sessions sessions;

    AccessEnd(Sessions sessions) {
        this.sessions = sessions;
    }

    @EventListener
    void on(UserChanged change) {
        if (change.endsAccess()) {
            User user = change.after();
            sessions.endAll(user.organization(), user.id());
        }
    }

    @EventListener
    void on(PasswordSet change) {
        sessions.endPasswordSessions(change.organization(), change.user());
    }
}
