package dev.latchkey.audit;

import dev.latchkey.secrets.SecretBox;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the whole chain and says where the log is not what was sealed. Anybody who can write to the database can
 * compute the hashes again, but not the stamps. A database that was put back to what it once was shows nothing; a hash
 * of the chain noted elsewhere shows that too.
 */
@Component
class AuditVerifier {
    private static final int AT_ONCE = 5000;
    private static final int MOST_FINDINGS = 100;

    /** No transaction of ours takes that long. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final Seals seals;
    private final Stretches stretches;
    private final ChainStamps stamps;
    private final Verifications verifications;
    private final AuditSealer sealer;
    private final Clock clock;

    AuditVerifier(
            Seals seals,
            Stretches stretches,
            ChainStamps stamps,
            Verifications verifications,
            AuditSealer sealer,
            Clock clock) {
        this.seals = seals;
        this.stretches = stretches;
        this.stamps = stamps;
        this.verifications = verifications;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Seals what is new, verifies everything, and keeps what it found. */
    Verification verify(Actor actor) {
        Instant start = now();
        sealer.sealNew();
        Instant settled = seals.settled();
        Walk walk = new Walk(stretches.all(), stamps, verifications.latestKept().orElse(null));
        walk.begin();
        List<Seals.Sealed> some = seals.after(0, AT_ONCE);
        while (!some.isEmpty()) {
            some.forEach(walk::pass);
            some = seals.after(walk.seq, AT_ONCE);
        }
        walk.end();
        seals.unsealedBefore(settled, MOST_FINDINGS).forEach(walk::unsealed);
        Verification done =
                new Verification(
                        start, now(), actor.name(), walk.seq, walk.hash, walk.found, walk.findings);
        verifications.keep(actor, done);
        return done;
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** One pass along the chain. */
    private static final class Walk {
        private final NavigableMap<Long, Stretch> stretches = new TreeMap<>();
        private final ChainStamps stamps;
        private final Set<String> missing = new HashSet<>();
        private final Verifications.@Nullable Kept kept;
        private final @Nullable Verification earlier;
        private final List<Finding> findings = new ArrayList<>();
        private long seq;
        private byte[] hash = ChainHash.START;
        private Instant latest = Instant.MIN;
        private long found;

        /** Whether the chain as it was passed so far ends under a key. */
        private boolean stamped;

        Walk(List<Stretch> stretches, ChainStamps stamps, Verifications.@Nullable Kept kept) {
            stretches.forEach(each -> this.stretches.put(each.from(), each));
            this.stamps = stamps;
            this.kept = kept;
            this.earlier = kept == null ? null : kept.verification();
        }

        void begin() {
            stretches.values().forEach(this::lookAt);
            if (kept != null) {
                lookAt(kept);
            }
            meet(0, ChainHash.START);
        }

        private void lookAt(Stretch stretch) {
            switch (stamps.worth(stretch)) {
                case FALSE ->
                        found(Finding.Kind.FORGED, stretch.from(), null, stretch.why().name());
                case KEY_MISSING -> missing(stretch.from(), stretch.stamp().key());
                case TRUE -> {
                    if (stretch.why() == Stretch.Why.BROKEN) {
                        found(Finding.Kind.BROKEN, stretch.from(), null, stretch.at().toString());
                    }
                }
            }
        }

        /** Only a verification of what was sealed before there were keys has no stamp. */
        private void lookAt(Verifications.Kept earlier) {
            Verification said = earlier.verification();
            SecretBox.Stamp stamp = earlier.stamp();
            boolean before =
                    !stretches.isEmpty()
                            && stretches.firstEntry().getValue().why() == Stretch.Why.BEFORE_KEYS
                            && said.headSeq() < stretches.firstKey();
            boolean sound =
                    stamp == null ? before : stamps.worth(said, stamp) != SecretBox.Worth.FALSE;
            if (!sound) {
                found(
                        Finding.Kind.VERIFICATION_FORGED,
                        said.headSeq(),
                        null,
                        said.finishedAt() + " " + said.askedBy());
            }
        }

        /** Where a stretch begins behind this hash: whether it is the one that it began behind. */
        private void meet(long at, byte[] reached) {
            Stretch next = stretches.get(at + 1);
            if (next != null) {
                stamped = true;
                if (!MessageDigest.isEqual(next.hashBefore(), reached)) {
                    found(
                            Finding.Kind.FORGED,
                            at,
                            null,
                            "the hash before " + (at + 1) + " was another");
                }
            }
        }

        private void lookAtStamp(Seals.Sealed sealed) {
            Seals.Checkpoint checkpoint = sealed.checkpoint();
            Map.Entry<Long, Stretch> within = stretches.floorEntry(sealed.seq());
            stamped = checkpoint != null;
            if (checkpoint == null) {
                return;
            }
            SecretBox.Worth worth =
                    within == null || within.getKey() != checkpoint.from()
                            ? SecretBox.Worth.FALSE
                            : stamps.worth(
                                    within.getValue(),
                                    sealed.seq(),
                                    sealed.hash(),
                                    checkpoint.stamp());
            if (worth == SecretBox.Worth.FALSE) {
                found(Finding.Kind.FORGED, sealed.seq(), sealed.recordId().toString(), "");
            } else if (worth == SecretBox.Worth.KEY_MISSING) {
                missing(sealed.seq(), checkpoint.stamp().key());
            }
        }

        /** Said once of a key: nothing that it stamped can be told. */
        private void missing(long at, String key) {
            if (missing.add(key)) {
                found(Finding.Kind.KEY_MISSING, at, null, key);
            }
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
            lookAtStamp(sealed);
            meet(sealed.seq(), sealed.hash());
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
            if (!stamped) {
                found(Finding.Kind.FORGED, seq, null, "its end is under no key");
            }
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
