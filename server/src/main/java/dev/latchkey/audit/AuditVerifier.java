package dev.latchkey.audit;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the whole chain and tells where the log is not what was sealed. Who can write to the database and recomputes
 * every later hash leaves no trace in it; a hash of the chain noted elsewhere shows that too.
 */
@Component
class AuditVerifier {
    private static final int AT_ONCE = 5000;
    private static final int MOST_FINDINGS = 100;

    /** No transaction of ours takes that long. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final Seals seals;
    private final Verifications verifications;
    private final AuditSealer sealer;
    private final Clock clock;

    AuditVerifier(Seals seals, Verifications verifications, AuditSealer sealer, Clock clock) {
        this.seals = seals;
        this.verifications = verifications;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Seals what is new, verifies everything, and keeps what it found. */
    Verification verify(Actor actor) {
        Instant start = clock.instant();
        sealer.sealNew();
        Instant settled = seals.settled();
        Walk walk = new Walk(verifications.latest().orElse(null));
        List<Seals.Sealed> some = seals.after(0, AT_ONCE);
        while (!some.isEmpty()) {
            some.forEach(walk::pass);
            some = seals.after(walk.seq, AT_ONCE);
        }
        walk.end();
        seals.unsealedBefore(settled, MOST_FINDINGS).forEach(walk::unsealed);
        Verification done =
                new Verification(
                        start,
                        clock.instant(),
                        actor.name(),
                        walk.seq,
                        walk.hash,
                        walk.found,
                        walk.findings);
        verifications.keep(actor, done);
        return done;
    }

    /** One pass along the chain. */
    private static final class Walk {
        private final @Nullable Verification earlier;
        private final List<Finding> findings = new ArrayList<>();
        private long seq;
        private byte[] hash = ChainHash.START;
        private Instant latest = Instant.MIN;
        private long found;

        Walk(@Nullable Verification earlier) {
            this.earlier = earlier;
        }

        void pass(Seals.Sealed sealed) {
            AuditRecord record = sealed.record();
            boolean gap = sealed.seq() != seq + 1;
            if (gap) {
                found(
                        Finding.Kind.SEAL_MISSING,
                        sealed.seq(),
                        null,
                        (seq + 1) + " to " + (sealed.seq() - 1));
            }
            if (record == null) {
                found(Finding.Kind.RECORD_MISSING, sealed.seq(), sealed.recordId().toString(), "");
            } else {
                if (!gap && !MessageDigest.isEqual(ChainHash.of(hash, record), sealed.hash())) {
                    found(
                            Finding.Kind.CHANGED,
                            sealed.seq(),
                            record.id().toString(),
                            words(record));
                }
                lookAtTime(sealed.seq(), record);
            }
            compareWithEarlier(sealed);
            seq = sealed.seq();
            hash = sealed.hash();
        }

        private void lookAtTime(long at, AuditRecord record) {
            if (latest.isAfter(record.at().plus(LATE))) {
                found(Finding.Kind.LATE, at, record.id().toString(), words(record));
            }
            latest = latest.isAfter(record.at()) ? latest : record.at();
        }

        private void compareWithEarlier(Seals.Sealed sealed) {
            if (earlier != null
                    && earlier.headSeq() == sealed.seq()
                    && !MessageDigest.isEqual(earlier.headHash(), sealed.hash())) {
                found(
                        Finding.Kind.CUT,
                        sealed.seq(),
                        null,
                        "another hash than " + earlier.headHex());
            }
        }

        void end() {
            if (earlier != null && earlier.headSeq() > seq) {
                found(Finding.Kind.CUT, seq, null, "it reached " + earlier.headSeq());
            }
        }

        void unsealed(AuditRecord record) {
            found(Finding.Kind.UNSEALED, 0, record.id().toString(), words(record));
        }

        private void found(Finding.Kind kind, long at, @Nullable String record, String detail) {
            found++;
            if (findings.size() < MOST_FINDINGS) {
                findings.add(new Finding(kind, at, record, detail));
            }
        }

        private static String words(AuditRecord record) {
            return record.at()
                    + " "
                    + record.actor().name()
                    + " "
                    + record.action()
                    + " "
                    + Optional.ofNullable(record.subjectId()).orElse("");
        }
    }
}
