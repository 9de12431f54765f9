package dev.latchkey.announcements;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.mail.Delivery;
import dev.latchkey.mail.MailLine;
import dev.latchkey.mail.MailLines;
import dev.latchkey.mail.MailServerAway;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Sends an announcement, a batch at a time over one line. A batch is claimed, and the claim committed, before its first
 * mail goes; each mail is settled when it went. So whatever dies, and whenever, nobody is mailed twice.
 */
@Component
class AnnouncementSender {
    static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "Announcement");
    static final String LIST_CHANGED =
            "The list was changed after the mails were begun. When it is approved again, start again: whoever was"
                    + " told gets no second mail.";
    private static final String DAY_CAME =
            "The day of the switch came before all mails were out. Set another day and start again.";
    private static final String ALL_REFUSED =
            "The mail server refused many addresses in a row, which is more often its fault than theirs. Look at"
                    + " what it says, then go on. It said: ";

    /** After this long the others get their turn. */
    private static final Duration TURN = Duration.ofSeconds(20);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration OTHERS_CLAIM = Duration.ofSeconds(30);
    private static final int REFUSED_IN_A_ROW = 20;
    private static final int PUT_OFF = 7;
    private static final int BREAKS = 8;
    private static final String EACH_TIME = " It did so each time with this mail.";

    private final AnnouncementStore store;
    private final MailQueue queue;
    private final AnnouncementEnd end;
    private final Letter letter;
    private final MailLines lines;
    private final Cohorts cohorts;
    private final Directory directory;
    private final Clock clock;

    AnnouncementSender(
            AnnouncementStore store,
            MailQueue queue,
            AnnouncementEnd end,
            Letter letter,
            MailLines lines,
            Cohorts cohorts,
            Directory directory,
            Clock clock) {
        this.store = store;
        this.queue = queue;
        this.end = end;
        this.letter = letter;
        this.lines = lines;
        this.cohorts = cohorts;
        this.directory = directory;
        this.clock = clock;
    }

    /** Which run of which announcement. */
    record Run(OrganizationId organization, CohortId cohort, int number) {}

    /** Sends for a while and returns when to go on; empty when this run is over. */
    Optional<Instant> send(Run run, BooleanSupplier stopping) {
        Optional<Announcement> begun = current(run);
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        queue.abandon(begun.get(), clock.instant());
        try (MailLine line = lines.open()) {
            return new Turn(run, line, stopping).take();
        } catch (MailServerAway e) {
            return Optional.of(away(begun.get(), e.why(), false));
        }
    }

    private Optional<Announcement> current(Run run) {
        return store.find(run.organization(), run.cohort())
                .filter(found -> found.run() == run.number())
                .filter(found -> {
                    if (found.state() == Announcement.State.WAITING) {
                        // Another one ended this run while a mail of ours was still open.
                        end.reached(
                                new Caller(Caller.Kind.JOB, ACTOR, run.organization()),
                                run.cohort());
                    }
                    return found.sending();
                });
    }

    /**
     * Leaves the server alone for a while.
     *
     * @param worked whether it took some mail meanwhile, so that the wait does not grow
     */
    private Instant away(Announcement running, String why, boolean worked) {
        int failures = worked ? 1 : running.failures() + 1;
        store.note(running, failures, why);
        long seconds = SHORTEST_WAIT.toSeconds() << Math.min(failures - 1, 10);
        return clock.instant().plusSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds()));
    }

    private Optional<String> obstacle(Announcement running) {
        Cohort cohort = cohorts.find(running.organization(), running.cohort()).orElseThrow();
        if (!cohort.approved() || cohort.revision() != running.mailed() || cohort.enforced()) {
            return Optional.of(LIST_CHANGED);
        }
        return Objects.requireNonNull(running.wording().switchAt()).isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(DAY_CAME);
    }

    /** What one job does before others get their turn. */
    private final class Turn {
        private final Run run;
        private final MailLine line;
        private final BooleanSupplier stopping;
        private final String organization;
        private final long until = System.nanoTime() + TURN.toNanos();
        private int refusedInARow;
        private boolean worked;

        private Turn(Run run, MailLine line, BooleanSupplier stopping) {
            this.run = run;
            this.line = line;
            this.stopping = stopping;
            this.organization =
                    directory.organization(run.organization()).map(Organization::name).orElse("");
        }

        private Optional<Instant> take() {
            while (!stopping.getAsBoolean() && System.nanoTime() < until) {
                Announcement running = current(run).orElse(null);
                if (running == null) {
                    return Optional.empty();
                }
                Optional<String> obstacle = obstacle(running);
                if (obstacle.isPresent()) {
                    store.end(running, Announcement.State.PAUSED, obstacle.get());
                    return Optional.empty();
                }
                List<MailQueue.Claimed> batch = queue.claim(running, batch(), clock.instant());
                if (batch.isEmpty()) {
                    return empty(running);
                }
                Optional<String> broken = deliver(running, batch);
                if (broken.isPresent()) {
                    return Optional.of(away(running, broken.get(), worked));
                }
            }
            return Optional.of(clock.instant());
        }

        private int batch() {
            return Math.clamp(lines.perSecond(), 5, 50);
        }

        private Optional<Instant> empty(Announcement running) {
            Optional<Instant> due = queue.nextDue(running);
            if (due.isPresent()
                    || end.reached(
                            new Caller(Caller.Kind.JOB, ACTOR, run.organization()), run.cohort())) {
                return due;
            }
            return Optional.of(clock.instant().plus(OTHERS_CLAIM));
        }

        /** Why the line is of no use any more; empty while it is. */
        private Optional<String> deliver(Announcement running, List<MailQueue.Claimed> batch) {
            for (int i = 0; i < batch.size(); i++) {
                if (stopping.getAsBoolean()) {
                    queue.release(running, batch.subList(i, batch.size()));
                    return Optional.empty();
                }
                MailQueue.Claimed mail = batch.get(i);
                Delivery delivery = mail.active() ? send(running, mail) : null;
                Optional<String> broken = settle(running, mail, delivery);
                if (broken.isPresent()) {
                    queue.release(running, batch.subList(i, batch.size()));
                    return broken;
                }
                if (refusedInARow >= REFUSED_IN_A_ROW
                        && delivery instanceof Delivery.Refused(String reply)) {
                    queue.release(running, batch.subList(i + 1, batch.size()));
                    store.end(running, Announcement.State.PAUSED, ALL_REFUSED + reply);
                    return Optional.empty();
                }
            }
            if (running.lastError() != null || running.failures() > 0) {
                store.note(running, 0, null);
            }
            return Optional.empty();
        }

        private Delivery send(Announcement running, MailQueue.Claimed mail) {
            EmailAddress to = EmailAddress.parse(mail.email()).orElse(null);
            if (to == null) {
                return new Delivery.Unwritable("No mail can be written to this address.");
            }
            Letter.Written written =
                    letter.to(mail.email(), mail.name(), running.wording(), organization);
            return line.send(to, written.subject(), written.text());
        }

        private Optional<String> settle(
                Announcement running,
                MailQueue.Claimed mail,
                @org.jspecify.annotations.Nullable Delivery delivery) {
            Instant now = clock.instant();
            switch (delivery) {
                case null -> queue.settle(running, mail, MailState.UNSENT, "deactivated", now);
                case Delivery.Sent sent -> {
                    refusedInARow = 0;
                    worked = true;
                    queue.settle(running, mail, MailState.SENT, null, now);
                }
                case Delivery.Refused(String reply) -> {
                    refusedInARow++;
                    queue.settle(running, mail, MailState.REFUSED, reply, now);
                }
                case Delivery.Unwritable(String why) ->
                        queue.settle(running, mail, MailState.REFUSED, why, now);
                case Delivery.Later(String reply) -> {
                    if (queue.putOff(running, mail, reply, now) >= PUT_OFF) {
                        queue.giveUp(running, mail.user(), reply, now);
                    }
                }
                case Delivery.Unsure(String why) -> {
                    queue.settle(running, mail, MailState.UNSURE, why, now);
                    return Optional.of(why);
                }
                case Delivery.Broke(String why) -> {
                    if (queue.broke(running, mail, why, now) >= BREAKS) {
                        queue.giveUp(running, mail.user(), why + EACH_TIME, now);
                    }
                    return Optional.of(why);
                }
                case Delivery.Away(String why) -> {
                    return Optional.of(why);
                }
            }
            return Optional.empty();
        }
    }
}
