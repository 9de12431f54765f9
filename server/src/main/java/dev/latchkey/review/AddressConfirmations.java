package dev.latchkey.review;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.ListEdits;
import dev.latchkey.directory.Consent;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInUser;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the mailboxes, and the person signed in, say to a corrected address. Whoever follows a link is only known to read
 * a mailbox, and is recorded as that.
 */
@Component
class AddressConfirmations {
    private final CorrectionStore store;
    private final Directory directory;
    private final Operators operators;
    private final Cohorts cohorts;
    private final ListEdits edits;
    private final Comparisons comparisons;
    private final OrganizationLock lock;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    AddressConfirmations(
            CorrectionStore store,
            Directory directory,
            Operators operators,
            Cohorts cohorts,
            ListEdits edits,
            Comparisons comparisons,
            OrganizationLock lock,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.directory = directory;
        this.operators = operators;
        this.cohorts = cohorts;
        this.edits = edits;
        this.comparisons = comparisons;
        this.lock = lock;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What a link is about; changes nothing, whoever follows it. */
    Optional<CorrectionStore.Linked> look(String token) {
        return store.byToken(token);
    }

    /**
     * The mailbox of the link wants the new address. Where the link is the new mailbox's and the person is signed in,
     * their word stands for the old address.
     */
    Result<Correction> confirm(String token, @Nullable SignedInUser by) {
        return once(token, (correction, old) -> confirm(correction, old, by));
    }

    /** The old mailbox does not want it: it is stopped, or undone where it took effect lately. */
    Result<Correction> object(String token) {
        return once(token, this::object);
    }

    private Result<Correction> once(
            String token, BiFunction<Correction, Boolean, Result<Correction>> act) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    store.byToken(token)
                            .ifPresent(each -> lock.take(each.correction().organization()));
                    Result<Correction> result =
                            store.lock(token)
                                    .map(each -> act.apply(each.correction(), each.old()))
                                    .orElseGet(AddressConfirmations::gone);
                    if (result instanceof Result.Refused<Correction>) {
                        status.setRollbackOnly();
                    }
                    return result;
                }));
    }

    private static Result<Correction> gone() {
        return Result.refused(ReviewError.CORRECTION_GONE, "");
    }

    private Result<Correction> confirm(
            Correction correction, boolean old, @Nullable SignedInUser by) {
        if (correction.state(clock.instant()) != Correction.State.OPEN
                || !stillWanted(correction)) {
            return gone();
        }
        Actor actor = mailbox(old ? correction.oldEmail() : correction.newEmail());
        if (old && correction.oldConfirmedAt() == null) {
            store.oldConfirmed(correction, "MAILBOX");
            record(actor, correction, ReviewAction.ADDRESS_CORRECTION_CONFIRMED, "old mailbox");
        }
        if (!old && correction.newConfirmedAt() == null) {
            store.newConfirmed(correction);
            record(actor, correction, ReviewAction.ADDRESS_CORRECTION_CONFIRMED, "new mailbox");
        }
        boolean session = !old && correction.oldConfirmedAt() == null && isThem(correction, by);
        if (session && by != null) {
            actor = Actor.of(by);
            store.oldConfirmed(correction, "SESSION");
            record(actor, correction, ReviewAction.ADDRESS_CORRECTION_CONFIRMED, "session");
        }
        Correction now = store.find(correction.organization(), correction.id()).orElseThrow();
        return now.agreed() ? takeEffect(now, actor, session) : Result.ok(now);
    }

    /**
     * Whether the browser is signed in as the user, by their password: an identity provider is the admin's own, so its
     * word proves nothing against an admin, and a recovery code is for another purpose.
     */
    static boolean isThem(Correction correction, @Nullable SignedInUser by) {
        return by != null
                && by.method().equals("PASSWORD")
                && by.organization().equals(correction.organization())
                && by.id().equals(correction.user())
                && by.email().equals(correction.oldEmail());
    }

    /** A correction ends with the right of who asked for it, and with the organization's hold on the domain. */
    private boolean stillWanted(Correction correction) {
        OrganizationId organization = correction.organization();
        String sid = correction.askedById() == null ? "" : correction.askedById();
        boolean lost =
                UserId.parse(sid)
                                .flatMap(id -> directory.user(organization, id))
                                .filter(user -> !user.active() || !user.admin())
                                .isPresent()
                        || OperatorId.parse(sid)
                                .flatMap(operators::find)
                                .filter(operator -> !operator.active())
                                .isPresent();
        return !lost
                && EmailAddress.parse(correction.newEmail())
                        .filter(email ->
                                directory.holdsDomain(
                                        organization, email.domain(), correction.user()))
                        .isPresent();
    }

    private Result<Correction> takeEffect(Correction correction, Actor actor, boolean session) {
        OrganizationId organization = correction.organization();
        Cohort cohort = cohorts.find(organization, correction.cohort()).orElseThrow();
        boolean fresh = comparisons.isFresh(cohort);
        Result<Correction> changed =
                change(
                        correction,
                        cohort,
                        actor,
                        correction.oldEmail(),
                        correction.newEmail(),
                        session ? Consent.NONE : Consent.OLD_MAILBOX);
        if (changed instanceof Result.Refused<Correction>) {
            return changed;
        }
        store.tookEffect(
                correction,
                directory.passwordsWaitUntil(organization, correction.user()).orElse(null));
        record(
                actor,
                correction,
                ReviewAction.ADDRESS_CORRECTION_TOOK_EFFECT,
                session ? "new mailbox and session" : "new mailbox and old mailbox");
        if (fresh) {
            comparisons.addressChanged(cohort, correction.user());
        }
        return Result.ok(store.find(organization, correction.id()).orElseThrow());
    }

    private Result<Correction> change(
            Correction correction,
            Cohort cohort,
            Actor actor,
            String from,
            String to,
            Consent consent) {
        OrganizationId organization = correction.organization();
        UserId user = correction.user();
        EmailAddress email = new EmailAddress(to);
        if (directory.changeEmail(
                        new Caller(Caller.Kind.LINK, actor, organization),
                        user,
                        from,
                        email,
                        consent)
                instanceof Result.Refused<User>(List<Problem> problems)) {
            return new Result.Refused<>(problems);
        }
        // Whoever takes an address back is not held up by a list that switched meanwhile.
        boolean listed = !(consent == Consent.TAKEN_BACK && cohort.enforced());
        if (listed
                && store.lists(cohort, user)
                && edits.correct(actor, organization, cohort.id(), user, email)
                        instanceof Result.Refused<Long>(List<Problem> problems)) {
            return new Result.Refused<>(problems);
        }
        return Result.ok(correction);
    }

    private Result<Correction> object(Correction correction, boolean old) {
        if (!old) {
            return Result.refused(ReviewError.NOT_THE_OLD_MAILBOX, "");
        }
        return switch (correction.state(clock.instant())) {
            case OPEN -> stop(correction);
            case UNDOABLE -> undo(correction);
            default -> gone();
        };
    }

    private Result<Correction> stop(Correction correction) {
        store.stopped(correction);
        record(
                mailbox(correction.oldEmail()),
                correction,
                ReviewAction.ADDRESS_CORRECTION_STOPPED,
                "old mailbox");
        return found(correction);
    }

    private Result<Correction> undo(Correction correction) {
        Actor actor = mailbox(correction.oldEmail());
        Cohort cohort = cohorts.find(correction.organization(), correction.cohort()).orElseThrow();
        Result<Correction> changed =
                change(
                        correction,
                        cohort,
                        actor,
                        correction.newEmail(),
                        correction.oldEmail(),
                        Consent.TAKEN_BACK);
        if (changed instanceof Result.Refused<Correction>) {
            return changed;
        }
        store.undone(correction);
        record(actor, correction, ReviewAction.ADDRESS_CORRECTION_UNDONE, "old mailbox");
        return found(correction);
    }

    private Result<Correction> found(Correction correction) {
        return Result.ok(store.find(correction.organization(), correction.id()).orElseThrow());
    }

    /** All that is known of who follows a link. */
    private static Actor mailbox(String address) {
        return new Actor(Actor.Kind.SYSTEM, null, "whoever reads the mailbox " + address);
    }

    private void record(Actor actor, Correction correction, AuditAction action, String by) {
        Map<String, String> detail = new HashMap<>();
        detail.put("before", correction.oldEmail());
        detail.put("after", correction.newEmail());
        detail.put("confirmedBy", by);
        audit.record(
                actor,
                correction.organization(),
                action,
                "user",
                correction.user().toString(),
                detail);
    }
}
