package dev.latchkey.shared;

import dev.latchkey.turns.Large;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does what somebody has confirmed on a page, if it still is as the page showed it. Both are one transaction, under the
 * organization's lock, so that no other decision comes in between.
 */
@Component
public class AsSeen {
    private final OrganizationLock lock;
    private final TransactionTemplate transaction;

    AsSeen(OrganizationLock lock, TransactionTemplate transaction) {
        this.lock = lock;
        this.transaction = transaction;
    }

    /** The same for {@link Large} work, which has its turn before the transaction begins. */
    @Large
    public <T> Result<T> large(
            OrganizationId organization,
            String carried,
            Supplier<Seen> now,
            Supplier<Result<T>> act) {
        return act(organization, carried, now, act);
    }

    /**
     * Does it where it is as it was seen, and refuses it with {@link SeenError#CHANGED} where not.
     *
     * @param carried what the form carried; a form that carries nothing confirms nothing
     * @param now makes the same as the page did, of what is there now
     * @param act what was confirmed; it has guards of its own
     */
    public <T> Result<T> act(
            OrganizationId organization,
            String carried,
            Supplier<Seen> now,
            Supplier<Result<T>> act) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    lock.take(organization);
                    return now.get().is(carried)
                            ? act.get()
                            : Result.<T>refused(SeenError.CHANGED, "");
                }));
    }
}
