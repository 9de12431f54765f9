package dev.latchkey.emergency;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.User;
import dev.latchkey.directory.UserChanged;
import dev.latchkey.login.EmergencySessions;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes the codes useless of who is deactivated, is no admin any more, or has another address: the paper with the codes
 * may be in somebody else's hands than the account. In the transaction of that change.
 */
@Component
class AccessLost {
    private final RecoveryCodes codes;
    private final EmergencySessions sessions;
    private final Audit audit;

    AccessLost(RecoveryCodes codes, EmergencySessions sessions, Audit audit) {
        this.codes = codes;
        this.sessions = sessions;
        this.audit = audit;
    }

    @EventListener
    void on(UserChanged change) {
        User user = change.after();
        boolean lost = change.endsAccess() || !user.admin();
        if (!lost || !codes.lock(user.organization(), user.id())) {
            return;
        }
        sessions.end(user.organization(), user.id());
        if (codes.revoke(user.organization(), user.id())) {
            audit.record(
                    Actor.SYSTEM,
                    user.organization(),
                    EmergencyAction.CODES_VOIDED,
                    "user",
                    user.id().toString(),
                    Map.of("email", user.email()));
        }
    }
}
