package dev.latchkey.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lays the chain of hashes over committed records (ADR 4), and puts what each batch came to under a key (ADR 21). A record can become visible after one that is younger has
 * been sealed; it is then sealed later, and none is passed over: the search begins where a record could still be
 * missing, which is before the oldest transaction that is open, and once a day at the beginning.
 */
@Configuration(proxyBeanMethods = false)
class AuditSealer {
    private static final int AT_ONCE = 5000;

    private final Seals seals;
    private final Stretches stretches;
    private final SealMark mark;
    private final TransactionTemplate transaction;

    AuditSealer(Seals seals, Stretches stretches, SealMark mark, TransactionTemplate transaction) {
        this.seals = seals;
        this.stretches = stretches;
        this.mark = mark;
        this.transaction = transaction;
    }

    @Scheduled(fixedDelayString = "${latchkey.audit.seal-every:PT5S}")
    void sealNew() {
        Instant settled = seals.settledAfterThis();
        Instant before = seals.settled();
        if (seal(before)) {
            seals.settle(settled);
            mark.set(settled.isAfter(before) ? settled : before);
        } else {
            mark.set(before);
        }
    }

    /** Finds what a node with a wrong clock has written; the verification shows it as late. */
    @Scheduled(initialDelay = 1, fixedDelay = 24, timeUnit = TimeUnit.HOURS)
    void sealEverything() {
        seal(Instant.EPOCH);
    }

    /** Whether all that was visible from this moment on has a seal now; not so when another node is at it. */
    private boolean seal(Instant from) {
        Batch batch = new Batch(true, null);
        do {
            batch = sealOnce(from, batch.last());
        } while (batch.mine() && batch.last() != null);
        return batch.mine();
    }

    /** What one transaction sealed: the last record, null where there was none left. */
    private record Batch(boolean mine, @Nullable AuditRecord last) {}

    private Batch sealOnce(Instant from, @Nullable AuditRecord behind) {
        Batch done =
                transaction.execute(status -> {
                    if (!seals.lock()) {
                        return new Batch(false, null);
                    }
                    Seals.Head head = seals.head();
                    Stretch stretch = stretches.goOn(head).orElse(null);
                    if (stretch == null) {
                        return new Batch(false, null);
                    }
                    List<AuditRecord> records = seals.unsealed(from, behind, AT_ONCE);
                    if (!records.isEmpty()) {
                        List<Seals.Sealed> chain = chain(head, records);
                        seals.insert(chain);
                        Seals.Sealed last = chain.getLast();
                        stretches.checkpoint(stretch, new Seals.Head(last.seq(), last.hash()));
                    }
                    return new Batch(true, records.isEmpty() ? null : records.getLast());
                });
        return done == null ? new Batch(false, null) : done;
    }

    private static List<Seals.Sealed> chain(Seals.Head head, List<AuditRecord> records) {
        List<Seals.Sealed> sealed = new ArrayList<>();
        long seq = head.seq();
        byte[] hash = head.hash();
        for (AuditRecord record : records) {
            seq++;
            hash = ChainHash.of(hash, record);
            sealed.add(new Seals.Sealed(seq, hash, record.id(), record, null));
        }
        return sealed;
    }
}
