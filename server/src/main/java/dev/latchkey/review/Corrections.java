package dev.latchkey.review;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.PublicMail;
import dev.latchkey.directory.User;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.mail.Mailer;
import dev.latchkey.rollout.Cohort;
import dev.latchkey.rollout.Cohorts;
import dev.latchkey.rollout.ListEdits;
import dev.latchkey.rollout.Visit;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * New addresses for users whom the IdP knows by another one. An admin asks, and only the user's own confirmation from
 * that address's mailbox changes anything.
 */
@Component
class Corrections {
    private static final int ASKED_OF_AN_ORGANIZATION = 500;
    private static final int ASKED_OF_AN_ADDRESS = 5;

    private final JdbcClient jdbc;
    private final CorrectionStore store;
    private final Directory directory;
    private final Cohorts cohorts;
    private final ListEdits edits;
    private final Comparisons comparisons;
    private final OrganizationLock lock;
    private final RateLimits limits;
    private final Mailer mailer;
    private final SchedulerClient scheduler;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Corrections(
            JdbcClient jdbc,
            CorrectionStore store,
            Directory directory,
            Cohorts cohorts,
            ListEdits edits,
            Comparisons comparisons,
            OrganizationLock lock,
            RateLimits limits,
            Mailer mailer,
            SchedulerClient scheduler,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.directory = directory;
        this.cohorts = cohorts;
        this.edits = edits;
        this.comparisons = comparisons;
        this.lock = lock;
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
                .filter(id -> isListed(cohort, id))
                .flatMap(id -> directory.user(cohort.organization(), id));
    }

    private boolean isListed(Cohort cohort, UserId user) {
        return jdbc.sql(
                        """
                        select exists (select 1 from cohort_user
                            where organization_id = ? and cohort_id = ? and user_id = ? and until is null)
                        """)
                .params(cohort.organization().value(), cohort.id().value(), user.value())
                .query(Boolean.class)
                .single();
    }

    /** Asks the user to confirm a new address. */
    Result<Correction> ask(Visit visit, Cohort cohort, User user, String typed) {
        EmailAddress email = EmailAddress.parse(typed.strip()).orElse(null);
        if (email == null) {
            return Result.refused(ReviewError.ADDRESS_UNUSABLE, typed.strip());
        }
        Optional<Problem> problem = problem(visit, cohort, user, email);
        return problem.isPresent()
                ? new Result.Refused<>(List.of(problem.get()))
                : Objects.requireNonNull(
                        transaction.execute(status -> askOnce(visit, cohort, user, email)));
    }

    private Optional<Problem> problem(Visit visit, Cohort cohort, User user, EmailAddress email) {
        if (cohort.enforced()) {
            return refusal(ReviewError.LIST_ENFORCED, cohort.name());
        }
        if (user.email().equals(email.value())) {
            return refusal(ReviewError.ADDRESS_SAME, email.value());
        }
        if (PublicMail.is(email.domain()) && !email.domain().equals(domain(user))) {
            return refusal(ReviewError.ADDRESS_PUBLIC, email.domain());
        }
        if (directory.usersByEmail(email).stream().anyMatch(each -> !each.id().equals(user.id()))) {
            return refusal(ReviewError.ADDRESS_TAKEN, email.value());
        }
        if (!mailer.configured()) {
            return refusal(ReviewError.MAIL_MISSING, "");
        }
        boolean allowed =
                limits.allow("correction", visit.id().toString(), ASKED_OF_AN_ORGANIZATION)
                        && limits.allow("correction-to", email.key(), ASKED_OF_AN_ADDRESS);
        return allowed ? Optional.empty() : refusal(ReviewError.TOO_MANY_CORRECTIONS, "");
    }

    private static String domain(User user) {
        return EmailAddress.parse(user.email()).map(EmailAddress::domain).orElse("");
    }

    private static Optional<Problem> refusal(ReviewError error, String detail) {
        return Optional.of(new Problem(error, detail));
    }

    private Result<Correction> askOnce(Visit visit, Cohort cohort, User user, EmailAddress email) {
        lock.take(visit.id());
        Optional<Correction> open = store.waiting(visit.id(), user.id());
        if (open.filter(each -> each.state(clock.instant()) == Correction.State.OPEN).isPresent()) {
            return Result.refused(ReviewError.CORRECTION_OPEN, open.get().newEmail());
        }
        if (open.isPresent()) {
            store.cancel(visit.id(), user.id(), visit.actor().name());
        }
        UUID id = Sid.newUuid();
        store.add(id, cohort, user.id(), user.email(), email, visit.actor().name());
        scheduler.scheduleIfNotExists(
                CorrectionJob.TASK
                        .instance(id.toString())
                        .data(visit.id().toString())
                        .scheduledTo(clock.instant()));
        record(
                visit.actor(),
                visit.id(),
                "address_correction.asked",
                user.id(),
                Map.of("before", user.email(), "after", email.value()));
        return Result.ok(store.find(visit.id(), id).orElseThrow());
    }

    @Transactional
    public Result<Correction> cancel(Visit visit, User user) {
        Optional<Correction> open = store.waiting(visit.id(), user.id());
        if (open.isEmpty() || !store.cancel(visit.id(), user.id(), visit.actor().name())) {
            return Result.refused(ReviewError.CORRECTION_GONE, "");
        }
        record(
                visit.actor(),
                visit.id(),
                "address_correction.cancelled",
                user.id(),
                Map.of("after", open.get().newEmail()));
        return Result.ok(open.get());
    }

    /** What a link is about; changes nothing, whoever follows it. */
    Optional<Correction> look(String token) {
        return store.byToken(token);
    }

    /** The user says that the address is theirs: from now on they sign in with it. */
    Result<Correction> confirm(String token) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    Result<Correction> result = confirmOnce(token);
                    if (result instanceof Result.Refused<Correction>) {
                        status.setRollbackOnly();
                    }
                    return result;
                }));
    }

    private Result<Correction> confirmOnce(String token) {
        Optional<Correction> seen = store.byToken(token);
        seen.ifPresent(each -> lock.take(each.organization()));
        Correction correction = store.lock(token).orElse(null);
        if (correction == null || correction.state(clock.instant()) != Correction.State.OPEN) {
            return Result.refused(ReviewError.CORRECTION_GONE, "");
        }
        OrganizationId organization = correction.organization();
        Cohort cohort = cohorts.find(organization, correction.cohort()).orElseThrow();
        boolean fresh = comparisons.isFresh(cohort);
        Actor user =
                new Actor(Actor.Kind.USER, correction.user().toString(), correction.newEmail());
        EmailAddress email = new EmailAddress(correction.newEmail());
        if (directory.changeEmail(
                        user, organization, correction.user(), correction.oldEmail(), email)
                instanceof Result.Refused<User>(List<Problem> problems)) {
            return new Result.Refused<>(problems);
        }
        if (isListed(cohort, correction.user())
                && edits.correct(user, organization, cohort.id(), correction.user(), email)
                        instanceof Result.Refused<Long>(List<Problem> problems)) {
            return new Result.Refused<>(problems);
        }
        store.confirmed(correction);
        record(
                user,
                organization,
                "address_correction.confirmed",
                correction.user(),
                Map.of("before", correction.oldEmail(), "after", correction.newEmail()));
        if (fresh) {
            comparisons.addressChanged(cohort, correction.user());
        }
        return Result.ok(correction);
    }

    private void record(
            Actor actor,
            OrganizationId organization,
            String action,
            UserId user,
            Map<String, String> detail) {
        audit.record(actor, organization, action, "user", user.toString(), detail);
    }
}
