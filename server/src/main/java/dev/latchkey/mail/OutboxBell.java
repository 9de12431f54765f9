package dev.latchkey.mail;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets the sender look at once, so that nobody waits for a mail. The sender looks every few seconds anyway: a bell that
 * nobody hears delays a mail and loses none.
 */
@Component
class OutboxBell {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxBell.class);

    private final SchedulerClient client;
    private final ObjectProvider<Scheduler> scheduler;
    private final Clock clock;
    private final AtomicInteger rings = new AtomicInteger();

    OutboxBell(SchedulerClient client, ObjectProvider<Scheduler> scheduler, Clock clock) {
        this.client = client;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Rings when the caller's transaction has committed, or now where there is none. */
    void ringAfterCommit() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            ring();
                        }
                    });
        } else {
            ring();
        }
    }

    /** Returns at once; who rings has no connection to spare. */
    void ring() {
        if (rings.getAndIncrement() == 0) {
            Thread.startVirtualThread(this::answer);
        }
    }

    /** One thread and one connection, however many ring. */
    private void answer() {
        int heard;
        do {
            heard = rings.get();
            wake();
        } while (!rings.compareAndSet(heard, 0));
    }

    private void wake() {
        try {
            client.reschedule(OutboxJob.INSTANCE, clock.instant());
            scheduler.ifAvailable(Scheduler::triggerCheckForDueExecutions);
        } catch (RuntimeException e) {
            // It is at work already, or the server is on its way down.
            LOG.debug("The outbox was not woken", e);
        }
    }
}
