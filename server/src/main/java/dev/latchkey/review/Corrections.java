package dev.latchkey.review;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.PublicMail;
import dev.latchkey.directory.User;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.mail.Mailer;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.UserId;
import dev.latchkey.shared.Visible;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * New addresses for users whom the IdP knows by another one. An admin asks, within the organization's own domains; only
 * the new mailbox together with the old one, or with the person signed in, changes anything ({@link AddressConfirmations}).
 */
@Component
class Corrections {
    private static final int ASKED_OF_AN_ORGANIZATION = 500;
    private static final int ASKED_OF_AN_ADDRESS = 5;
    private static final int LONGEST_RECORDED = 254;

    private final CorrectionStore store;
    private final Directory directory;
    private final Door door;
    private final RateLimits limits;
    private final Mailer mailer;
    private final SchedulerClient scheduler;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Corrections(
            CorrectionStore store,
            Directory directory,
            Door door,
            RateLimits limits,
            Mailer mailer,
            SchedulerClient scheduler,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.directory = directory;
        this.door = door;
        this.limits = limits;
        this.mailer = mailer;
        this.scheduler = scheduler;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The user of a line of the list; nothing where the list has no such user. */
    Optional<User> listed(Cohort cohort, String sid) {
        return UserId.parse(sid)
                .filter(id -> store.lists(cohort, id))
                .flatMap(id -> directory.user(cohort.organization(), id));
    }

    /**
     * Asks for a new address. Whether somebody elsewhere has it is not told to a customer: it is asked for as any other,
     * and never takes effect.
     */
    Result<Correction> ask(Caller caller, Cohort cohort, User user, String typed) {
        if (!mayAsk(caller, typed.strip())) {
            return Result.refused(ReviewError.TOO_MANY_CORRECTIONS, "");
        }
        Result<Correction> result =
                Objects.requireNonNull(
                        transaction.execute(
                                status -> askOnce(caller, cohort, user, typed.strip())));
        if (result instanceof Result.Refused<Correction>(List<Problem> problems)) {
            transaction.executeWithoutResult(
                    status -> refused(caller, user, typed.strip(), problems.getFirst()));
        }
        return result;
    }

    /** Every question counts, also one that is refused. */
    private boolean mayAsk(Caller caller, String typed) {
        String key = EmailAddress.parse(Visible.trimmed(typed)).map(EmailAddress::key).orElse("");
        return limits.allow(
                        "correction", caller.organization().toString(), ASKED_OF_AN_ORGANIZATION)
                && limits.allow(
                        "correction-to", caller.organization() + "|" + key, ASKED_OF_AN_ADDRESS);
    }

    private void refused(Caller caller, User user, String typed, Problem problem) {
        audit.record(
                caller,
                ReviewAction.ADDRESS_CORRECTION_REFUSED,
                Subject.of(user.id()),
                Map.of(
                        "after", typed.substring(0, Math.min(typed.length(), LONGEST_RECORDED)),
                        "code", problem.code().code()));
    }

    private Result<Correction> askOnce(Caller caller, Cohort cohort, User user, String typed) {
        return EmailAddress.fresh(typed, ReviewError.ADDRESS_UNUSABLE)
                .flatMap(email -> askOnce(caller, cohort, user, email));
    }

    private Result<Correction> askOnce(Caller caller, Cohort given, User user, EmailAddress email) {
        return door.enter(caller, ReviewPermission.CORRECT_ADDRESS)
                .with(given)
                .unless(cohort -> problem(caller, cohort, user, email))
                .unless(cohort -> outside(caller, user, email))
                .unless(cohort -> open(caller, user))
                .change(cohort -> {
                    if (store.waiting(caller.organization(), user.id()).isPresent()) {
                        store.cancel(caller.organization(), user.id(), caller.actor().name());
                    }
                    return begin(caller, cohort, user, email);
                });
    }

    private Optional<Problem> open(Caller caller, User user) {
        return store.waiting(caller.organization(), user.id())
                .filter(each -> each.state(clock.instant()) == Correction.State.OPEN)
                .map(each -> new Problem(ReviewError.CORRECTION_OPEN, each.newEmail()));
    }

    private Optional<Problem> problem(Caller caller, Cohort cohort, User user, EmailAddress email) {
        if (cohort.enforced()) {
            return refusal(ReviewError.LIST_ENFORCED, cohort.name());
        }
        if (user.email().equals(email.value())) {
            return refusal(ReviewError.ADDRESS_SAME, email.value());
        }
        if (!mailer.configured()) {
            return refusal(ReviewError.MAIL_MISSING, "");
        }
        if (directory.passwordsWaitUntil(caller.organization(), user.id()).isPresent()) {
            return refusal(ReviewError.ADDRESS_NEW, user.email());
        }
        return Optional.empty();
    }

    /** Nothing here may depend on whether an address is somebody's elsewhere; an operator sees that anyway. */
    private Optional<Problem> outside(Caller caller, User user, EmailAddress email) {
        if (PublicMail.is(email.domain())) {
            return refusal(ReviewError.ADDRESS_PUBLIC, email.domain());
        }
        if (!directory.holdsDomain(caller.organization(), email.domain(), user.id())) {
            return refusal(ReviewError.DOMAIN_NOT_HELD, email.domain());
        }
        List<User> others =
                caller.admin()
                        ? directory.usersByEmail(caller.organization(), email)
                        : directory.usersByEmail(email);
        return others.stream().allMatch(each -> each.id().equals(user.id()))
                ? Optional.empty()
                : refusal(ReviewError.ADDRESS_TAKEN, email.value());
    }

    private static Optional<Problem> refusal(ReviewError error, String detail) {
        return Optional.of(new Problem(error, detail));
    }

    private Done<Correction> begin(Caller caller, Cohort cohort, User user, EmailAddress email) {
        UUID id = Sid.newUuid();
        store.add(id, cohort, user.id(), user.email(), email, caller.actor());
        scheduler.scheduleIfNotExists(
                CorrectionJob.TASK
                        .instance(id.toString())
                        .data(caller.organization().toString())
                        .scheduledTo(clock.instant()));
        return Done.recorded(
                store.find(caller.organization(), id).orElseThrow(),
                ReviewAction.ADDRESS_CORRECTION_ASKED,
                Subject.of(user.id()),
                Map.of("before", user.email(), "after", email.value()));
    }

    @Transactional
    public Result<Correction> cancel(Caller caller, User given) {
        return door.enter(caller, ReviewPermission.CORRECT_ADDRESS)
                .with(given)
                .attempt(user ->
                        store.waiting(caller.organization(), user.id())
                                .filter(open ->
                                        store.cancel(
                                                caller.organization(),
                                                user.id(),
                                                caller.actor().name()))
                                .map(open ->
                                        Result.ok(
                                                Done.recorded(
                                                        open,
                                                        ReviewAction.ADDRESS_CORRECTION_CANCELLED,
                                                        Subject.of(user.id()),
                                                        Map.of("after", open.newEmail()))))
                                .orElseGet(() -> Result.refused(ReviewError.CORRECTION_GONE, "")));
    }
}
