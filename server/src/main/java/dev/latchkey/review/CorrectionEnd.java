package dev.latchkey.review;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.UserChanged;
import dev.latchkey.operators.OperatorAccessEnded;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ends the corrections that nobody has confirmed yet when whoever asked for them may no longer: an operator who is
 * disabled or has another password, an admin who is inactive or no admin any more. In the transaction of that change,
 * so that no link in a mailbox outlives the access by which it came there.
 */
@Component
class CorrectionEnd {
    private final CorrectionStore store;
    private final Audit audit;

    CorrectionEnd(CorrectionStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    @EventListener
    void on(OperatorAccessEnded ended) {
        record(ended.by(), store.endAskedBy(ended.operator().toString(), ended.by().name()));
    }

    @EventListener
    void on(UserChanged change) {
        boolean mayAsk = change.after().active() && change.after().admin();
        if (change.before().admin() && !mayAsk) {
            record(
                    Actor.SYSTEM,
                    store.endAskedBy(change.after().id().toString(), Actor.SYSTEM.name()));
        }
    }

    private void record(Actor by, List<Correction> ended) {
        ended.forEach(each ->
                audit.record(
                        by,
                        each.organization(),
                        ReviewAction.ADDRESS_CORRECTION_CANCELLED,
                        "user",
                        each.user().toString(),
                        Map.of("after", each.newEmail(), "askedBy", each.askedBy())));
    }
}
