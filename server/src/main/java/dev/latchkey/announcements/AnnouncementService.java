package dev.latchkey.announcements;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.enforcement.SwitchDays;
import dev.latchkey.mail.MailLines;
import dev.latchkey.rollout.CohortService;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people decide about an announcement: its wording, its start, its pause, and who is told in another way. */
@Component
class AnnouncementService {
    private final AnnouncementStore store;
    private final MailQueue queue;
    private final AnnouncementEnd end;
    private final Cohorts cohorts;
    private final CohortService rollout;
    private final SwitchDays days;
    private final MailLines mail;
    private final SchedulerClient scheduler;
    private final Door door;
    private final Clock clock;

    AnnouncementService(
            AnnouncementStore store,
            MailQueue queue,
            AnnouncementEnd end,
            Cohorts cohorts,
            CohortService rollout,
            SwitchDays days,
            MailLines mail,
            SchedulerClient scheduler,
            Door door,
            Clock clock) {
        this.store = store;
        this.queue = queue;
        this.end = end;
        this.cohorts = cohorts;
        this.rollout = rollout;
        this.days = days;
        this.mail = mail;
        this.scheduler = scheduler;
        this.door = door;
        this.clock = clock;
    }

    /** Saves what one side wrote; the other side's own text stays as it is. */
    @Transactional
    public Result<Announcement> save(Caller caller, Cohort given, int version, Wording typed) {
        return door.enterAtOnce(caller, AnnouncementPermission.WORD)
                .with(given)
                .attempt(cohort -> saved(caller, cohort, version, typed));
    }

    private Result<Done<Announcement>> saved(
            Caller caller, Cohort cohort, int version, Wording typed) {
        Announcement before = before(caller, cohort);
        Wording wording = merged(caller, before.wording(), typed);
        List<Problem> problems = WordingRules.problems(wording, clock.instant());
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        if (before.sending()) {
            return refused(AnnouncementError.SENDING);
        }
        if (!store.save(cohort, version, wording, caller.actor().name(), clock.instant())) {
            return refused(AnnouncementError.CHANGED_MEANWHILE);
        }
        return done(
                cohort,
                store.of(cohort),
                AnnouncementAction.WORDED,
                Map.of("version", version + 1));
    }

    private Announcement before(Caller caller, Cohort cohort) {
        return store.lock(caller.organization(), cohort.id()).orElseGet(() -> store.of(cohort));
    }

    private static Wording merged(Caller caller, Wording before, Wording typed) {
        return new Wording(
                typed.subject(),
                caller.operator() ? typed.vendor() : before.vendor(),
                caller.admin() ? typed.customer() : before.customer(),
                typed.help(),
                typed.switchAt(),
                typed.zone());
    }

    /**
     * Begins to mail, or goes on after a pause. The page that was confirmed showed this version of the wording and this
     * revision of the list.
     */
    @Transactional
    public Result<Announcement> start(Caller caller, Cohort given, int version, int revision) {
        return door.enter(caller, AnnouncementPermission.SEND)
                .to(() -> cohorts.find(caller.organization(), given.id()))
                .attempt(cohort -> {
                    Announcement before = before(caller, cohort);
                    List<Problem> problems = startProblems(cohort, before, version, revision);
                    return problems.isEmpty()
                            ? begin(caller, cohort, kept(caller, cohort, before))
                            : new Result.Refused<>(problems);
                });
    }

    private List<Problem> startProblems(
            Cohort cohort, Announcement before, int version, int revision) {
        Optional<Problem> first =
                Problem.when(before.sending(), AnnouncementError.SENDING)
                        .or(() ->
                                Problem.when(
                                        before.version() != version
                                                || cohort.revision() != revision,
                                        AnnouncementError.CHANGED_MEANWHILE));
        return first.isPresent() ? List.of(first.get()) : problems(cohort, before);
    }

    /** What stands in the way of mailing these users. */
    List<Problem> problems(Cohort cohort, Announcement announcement) {
        Optional<Problem> first =
                Problem.when(cohort.enforced(), CohortError.LIST_ENFORCED)
                        .or(() -> rollout.beforeTelling(cohort))
                        .or(() ->
                                Problem.when(
                                        !mail.configured(), AnnouncementError.MAIL_UNCONFIGURED));
        return first.isPresent()
                ? List.of(first.get())
                : WordingRules.unfinished(announcement.wording(), clock.instant());
    }

    /** The usual wording too is kept, as it was when it was sent. */
    private Announcement kept(Caller caller, Cohort cohort, Announcement before) {
        if (before.version() == 0) {
            store.save(cohort, 0, before.wording(), caller.actor().name(), clock.instant());
        }
        return store.of(cohort);
    }

    private Result<Done<Announcement>> begin(Caller caller, Cohort cohort, Announcement kept) {
        Instant now = clock.instant();
        Instant at = Objects.requireNonNull(kept.wording().switchAt());
        if (queue.busy(cohort)) {
            queue.abandon(kept, now);
        }
        queue.fill(cohort, cohort.revision(), at, now);
        cohorts.announce(cohort.organization(), cohort.id(), at);
        return done(
                cohort,
                run(caller.actor(), cohort, now),
                AnnouncementAction.STARTED,
                Map.of("revision", cohort.revision(), "switchAt", at.toString()));
    }

    private Announcement run(Actor by, Cohort cohort, Instant now) {
        int run = store.begin(cohort, cohort.revision(), by.name(), now);
        AnnouncementJob.schedule(scheduler, cohort, run, now);
        return store.of(cohort);
    }

    /** What was claimed at this moment still goes; nothing else does. */
    @Transactional
    public Result<Announcement> pause(Caller caller, Cohort given) {
        return door.enterAtOnce(caller, AnnouncementPermission.SEND)
                .with(given)
                .attempt(cohort -> {
                    Announcement running =
                            store.lock(caller.organization(), cohort.id()).orElse(null);
                    if (running == null || !running.sending()) {
                        return refused(AnnouncementError.NOT_SENDING);
                    }
                    store.end(running, Announcement.State.PAUSED, null);
                    return done(
                            cohort,
                            store.of(cohort),
                            AnnouncementAction.PAUSED,
                            Map.of("revision", running.mailed()));
                });
    }

    /** Sends refused or unsure mails once more, of one user or of all. */
    @Transactional
    public Result<Announcement> resend(
            Caller caller, Cohort given, MailState state, @Nullable UserId only) {
        return door.enter(caller, AnnouncementPermission.SEND)
                .to(() -> cohorts.find(caller.organization(), given.id()))
                .attempt(cohort -> resent(caller, cohort, state, only));
    }

    private Result<Done<Announcement>> resent(
            Caller caller, Cohort cohort, MailState state, @Nullable UserId only) {
        Announcement before = store.lock(caller.organization(), cohort.id()).orElse(null);
        if (before == null || !before.begun()) {
            return refused(AnnouncementError.NOTHING_TO_SETTLE);
        }
        List<Problem> problems = resendProblems(cohort, before);
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        Instant now = clock.instant();
        int mails = queue.again(cohort, before.mailed(), state, only, now);
        if (mails == 0) {
            return refused(AnnouncementError.NOTHING_TO_SETTLE);
        }
        boolean goesOn = before.sending() || before.state() == Announcement.State.PAUSED;
        return done(
                cohort,
                goesOn ? before : run(caller.actor(), cohort, now),
                AnnouncementAction.RESENT,
                Map.of("mails", mails, "were", state.name()));
    }

    /** Another day or another list is told by a new start: then everybody hears of it. */
    private List<Problem> resendProblems(Cohort cohort, Announcement before) {
        boolean same =
                before.mailed() == cohort.revision()
                        && days.of(cohort.organization(), cohort.id())
                                .equals(Optional.ofNullable(before.wording().switchAt()));
        return same
                ? problems(cohort, before)
                : List.of(new Problem(AnnouncementError.CHANGED_MEANWHILE, null));
    }

    /** The customer tells those in another way who got no mail. */
    @Transactional
    public Result<Announcement> acknowledge(Caller caller, Cohort given) {
        Result<Announcement> taken =
                door.enter(caller, AnnouncementPermission.ACKNOWLEDGE)
                        .with(given)
                        .attempt(cohort -> acknowledged(caller, cohort));
        return taken.map(announcement -> {
            end.reached(caller, given.id());
            return store.of(given);
        });
    }

    private Result<Done<Announcement>> acknowledged(Caller caller, Cohort cohort) {
        Announcement before = store.lock(caller.organization(), cohort.id()).orElse(null);
        int taken =
                before == null || before.revision() == null
                        ? 0
                        : queue.acknowledge(
                                cohort, before.mailed(), caller.actor().name(), clock.instant());
        if (before == null || taken == 0) {
            return refused(AnnouncementError.NOTHING_TO_SETTLE);
        }
        return done(
                cohort,
                store.of(cohort),
                AnnouncementAction.TOLD_OTHERWISE,
                Map.of("users", taken));
    }

    private static <R> Result<Done<R>> done(
            Cohort cohort, R value, AuditAction action, Map<String, ?> detail) {
        return Result.ok(Done.recorded(value, action, Subject.of(cohort.id()), detail));
    }

    private static <R> Result<R> refused(ErrorCode error) {
        return new Result.Refused<>(List.of(new Problem(error, null)));
    }
}
