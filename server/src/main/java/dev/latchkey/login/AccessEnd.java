package dev.latchkey.login;

import dev.latchkey.audit.Audit;
import dev.latchkey.directory.PasswordSet;
import dev.latchkey.directory.User;
import dev.latchkey.directory.UserChanged;
import dev.latchkey.operators.OperatorAccessEnded;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ends what was opened for a user who is now inactive, has another address or another password, and what was opened by
 * an operator who may no longer; in the transaction of that change.
 */
@Component
class AccessEnd {
    private final Sessions sessions;
    private final ResetLinks links;
    private final Audit audit;

    AccessEnd(Sessions sessions, ResetLinks links, Audit audit) {
        this.sessions = sessions;
        this.links = links;
        this.audit = audit;
    }

    @EventListener
    void on(UserChanged change) {
        if (change.endsAccess()) {
            User user = change.after();
            sessions.endAll(user.organization(), user.id());
            links.end(user.organization(), user.id());
        }
    }

    @EventListener
    void on(PasswordSet change) {
        sessions.endPasswordSessions(change.organization(), change.user());
        links.end(change.organization(), change.user());
    }

    @EventListener
    void on(OperatorAccessEnded ended) {
        links.endMadeBy(ended.operator())
                .forEach(of ->
                        audit.record(
                                ended.by(),
                                of.organization(),
                                LoginAction.USER_PASSWORD_LINK_WITHDRAWN,
                                "user",
                                of.user().toString(),
                                Map.of("madeBy", ended.operator().toString())));
    }
}
