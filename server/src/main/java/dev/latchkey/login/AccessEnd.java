package dev.latchkey.login;

import dev.latchkey.directory.User;
import dev.latchkey.directory.UserChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Ends what was opened for a user who is now inactive or has another address; in the transaction of that change. */
@Component
class AccessEnd {
    private final Sessions sessions;
    private final PasswordResets resets;

    AccessEnd(Sessions sessions, PasswordResets resets) {
        this.sessions = sessions;
        this.resets = resets;
    }

    @EventListener
    void on(UserChanged change) {
        if (change.endsAccess()) {
            User user = change.after();
            sessions.endAll(user.organization(), user.id());
            resets.revoke(user.organization(), user.id());
        }
    }
}
