package dev.latchkey.passwords;

import dev.latchkey.audit.Audit;
import dev.latchkey.directory.PasswordSet;
import dev.latchkey.directory.User;
import dev.latchkey.directory.UserChanged;
import dev.latchkey.operators.OperatorAccessEnded;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ends the links of a user who is now inactive, has another address or another password, and those made by an operator
 * who may no longer; in the transaction of that change.
 */
@Component
class LinkEnd {
    private final ResetLinks links;
    private final Audit audit;

    LinkEnd(ResetLinks links, Audit audit) {
        this.links = links;
        this.audit = audit;
    }

    @EventListener
    void on(UserChanged change) {
        if (change.endsAccess()) {
            User user = change.after();
            links.end(user.organization(), user.id());
        }
    }

    @EventListener
    void on(PasswordSet change) {
        links.end(change.organization(), change.user());
    }

    @EventListener
    void on(OperatorAccessEnded ended) {
        links.endMadeBy(ended.operator())
                .forEach(of ->
                        audit.record(
                                ended.by(),
                                of.organization(),
                                PasswordLinkAction.USER_PASSWORD_LINK_WITHDRAWN,
                                "user",
                                of.user().toString(),
                                Map.of("madeBy", ended.operator().toString())));
    }
}
