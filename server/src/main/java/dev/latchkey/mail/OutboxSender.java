package dev.latchkey.mail;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends what is in the outbox, one mail after another over one line. A fault belongs to the smallest thing that has it:
 * a mail that can't go is set aside, one in whose middle the line breaks is put behind the others, and only a server
 * that takes nothing is left alone for a while.
 */
@Component
class OutboxSender {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

    /** After this long other jobs get their turn. */
    private static final Duration TURN = Duration.ofSeconds(20);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final int PUT_OFF = 8;
    private static final int BREAKS_ALONE = 5;
    private static final int BREAKS_IN_A_ROW = 2;

    private final OutboxStore store;
    private final MailLines lines;
    private final Clock clock;
    private volatile @Nullable Instant swept;

    OutboxSender(OutboxStore store, MailLines lines, Clock clock) {
        this.store = store;
        this.lines = lines;
        this.clock = clock;
    }

    /** Sends what is due, for a while. */
    void send(BooleanSupplier stopping) {
        Instant now = clock.instant();
        tidy(now);
        if (!lines.configured()) {
            return;
        }
        Instant retry = store.server().retryAt();
        if (retry == null || !retry.isAfter(now)) {
            try (Turn turn = new Turn(stopping)) {
                turn.take();
            }
        }
    }

    private void tidy(Instant now) {
        Instant before = swept;
        store.abandon(now);
        if (before == null || before.plus(SWEEP).isBefore(now)) {
            swept = now;
            store.sweep(now);
        }
    }

    private final class Turn implements AutoCloseable {
        private final BooleanSupplier stopping;
        private final long until = System.nanoTime() + TURN.toNanos();
        private @Nullable MailLine line;
        private boolean well;
        private int breaks;

        private Turn(BooleanSupplier stopping) {
            this.stopping = stopping;
        }

        private void take() {
            @Nullable String away = null;
            while (away == null && !stopping.getAsBoolean() && System.nanoTime() < until) {
                Optional<OutboxStore.Claimed> next = store.claim(clock.instant());
                if (next.isEmpty()) {
                    break;
                }
                away = settle(next.get(), deliver(next.get()));
            }
            if (away != null) {
                away(away);
            }
        }

        private Delivery deliver(OutboxStore.Claimed mail) {
            EmailAddress to = EmailAddress.parse(mail.recipient()).orElse(null);
            if (to == null) {
                return new Delivery.Unwritable(SmtpLine.UNWRITABLE);
            }
            return switch (store.open(mail)) {
                case Result.Ok<String>(String text) -> deliver(mail, to, text);
                case Result.Refused<String>(List<Problem> problems) -> {
                    LOG.warn(
                            "The text of a mail does not open: {}",
                            problems.getFirst().code().code());
                    yield new Delivery.Unwritable(problems.getFirst().code().meaning());
                }
            };
        }

        private Delivery deliver(OutboxStore.Claimed mail, EmailAddress to, String text) {
            try {
                return line().send(to, mail.subject(), text, () -> store.handOver(mail));
            } catch (MailServerAway e) {
                return new Delivery.Away(e.why());
            }
        }

        private MailLine line() throws MailServerAway {
            if (line == null) {
                line = lines.open();
            }
            return line;
        }

        /** Why to leave the server alone for now; null if there is no reason. */
        private @Nullable String settle(OutboxStore.Claimed mail, Delivery delivery) {
            Instant now = clock.instant();
            switch (delivery) {
                case Delivery.Sent sent -> {
                    store.sent(mail);
                    well(now);
                }
                case Delivery.Refused(String reply) ->
                        store.setAside(mail, MailItem.State.REFUSED, reply, now);
                case Delivery.Unwritable(String why) ->
                        store.setAside(mail, MailItem.State.REFUSED, why, now);
                case Delivery.Later(String reply) -> {
                    if (store.putOff(mail, reply, now) >= PUT_OFF) {
                        store.giveUp(mail.id(), reply, now);
                    }
                }
                case Delivery.Unsure(String why) -> {
                    store.setAside(mail, MailItem.State.UNSURE, why, now);
                    return broken(why);
                }
                case Delivery.Broke(String why) -> {
                    if (store.broke(mail, why, now) >= BREAKS_ALONE) {
                        store.giveUp(mail.id(), why + " It did so each time with this mail.", now);
                    }
                    return broken(why);
                }
                case Delivery.Away(String why) -> {
                    store.release(mail);
                    return why;
                }
            }
            return null;
        }

        private void well(Instant now) {
            breaks = 0;
            if (!well) {
                well = true;
                store.well(now);
            }
        }

        /** The next mail gets a line of its own, which shows whether the last one was to blame. */
        private @Nullable String broken(String why) {
            close();
            well = false;
            breaks++;
            return breaks >= BREAKS_IN_A_ROW ? why : null;
        }

        private void away(String why) {
            Instant now = clock.instant();
            int before = well ? 0 : store.server().failures();
            long seconds = SHORTEST_WAIT.toSeconds() << Math.min(before, 10);
            store.away(why, now, now.plusSeconds(Math.min(seconds, LONGEST_WAIT.toSeconds())));
        }

        @Override
        public void close() {
            if (line != null) {
                line.close();
                line = null;
            }
        }
    }
}
