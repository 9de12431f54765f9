package dev.latchkey.door;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where every change of an organization's rollout goes through. It asks the table of permissions, lets one change of an
 * organization in at a time, has the row looked up within it, asks what stands in the way, and records what was done:
 * a change that goes through here can forget none of it, and says only what it needs and what it does.
 *
 * <pre>{@code
 * return door.enter(caller, EnforcementPermission.UNDO)
 *         .to(() -> cohorts.lock(caller.organization(), id))
 *         .unless(cohort -> Problem.when(!cohort.enforced(), EnforcementError.NOT_ENFORCED))
 *         .change(cohort -> undone(caller, cohort));
 * }</pre>
 *
 * <p>All of it is the caller's transaction. Guards change nothing but what is computed anew when it is asked for, so a
 * refusal by the table or a guard leaves nothing behind; an {@code attempt} refuses before it has changed anything.
 */
@Component
public class Door {
    private final OrganizationLock lock;
    private final Audit audit;
    private final ObjectProvider<WorkingOf> working;

    Door(OrganizationLock lock, Audit audit, ObjectProvider<WorkingOf> working) {
        this.lock = lock;
        this.audit = audit;
        this.working = working;
    }

    /** Checks the permission, then takes the organization's lock; fails outside a transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Entered enter(Caller caller, Permission permission) {
        Optional<Problem> problem = problem(caller, permission);
        if (problem.isEmpty()) {
            lock.take(caller.organization());
        }
        return new Entered(caller, problem);
    }

    /** As {@link #enter}, past whoever changes the organization at the moment: for what must not wait for them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Entered enterAtOnce(Caller caller, Permission permission) {
        return new Entered(caller, problem(caller, permission));
    }

    /** What the table says against this; for pages, and for work that is made ready before a transaction begins. */
    public Optional<Problem> problem(Caller caller, Permission permission) {
        WorkingOf known = working.getIfAvailable();
        Working way = known == null ? Working.ASSISTED : known.of(caller.organization());
        return Problem.when(!permission.line().who(way).includes(caller), permission.refusal());
    }

    /** Somebody who came in, or did not. */
    public final class Entered {
        private final Caller caller;
        private final Optional<Problem> refused;

        private Entered(Caller caller, Optional<Problem> refused) {
            this.caller = caller;
            this.refused = refused;
        }

        /** Looks up what is to be changed; where it is gone, the change is refused with {@link DoorError#GONE}. */
        public <T> At<T> to(Supplier<Optional<T>> lookup) {
            return new At<>(caller, Result.of(refused, () -> found(lookup.get())));
        }

        private static <T> Result<T> found(Optional<T> row) {
            return row.map(Result::ok)
                    .orElseGet(
                            () -> new Result.Refused<>(List.of(new Problem(DoorError.GONE, null))));
        }

        /** For what the caller has in hand already, or what is only made by the change. */
        public <T> At<T> with(T known) {
            return new At<>(caller, Result.of(refused, () -> Result.ok(known)));
        }
    }

    /** Somebody who stands before what they want to change, or was refused on the way. */
    public final class At<T> {
        private final Caller caller;
        private final Result<T> row;

        private At(Caller caller, Result<T> row) {
            this.caller = caller;
            this.row = row;
        }

        /** Asks what stands in the way; after a first problem nothing else is asked. */
        public At<T> unless(Function<T, Optional<Problem>> guard) {
            return new At<>(caller, row.flatMap(found -> Result.of(guard.apply(found), () -> row)));
        }

        /** Does it, and has it recorded. */
        public <R> Result<R> change(Function<T, Done<R>> change) {
            return attempt(found -> Result.ok(change.apply(found)));
        }

        /** As {@link #change}, where the change itself may find out that it can't be done. */
        public <R> Result<R> attempt(Function<T, Result<Done<R>>> change) {
            return row.flatMap(change).map(this::recorded);
        }

        private <R> R recorded(Done<R> done) {
            done.records()
                    .forEach(entry ->
                            audit.record(caller, entry.action(), entry.subject(), entry.detail()));
            return done.value();
        }
    }
}
