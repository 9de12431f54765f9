package dev.latchkey.audit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Runs a verification in the background, one at a time on this node: a long log takes minutes. */
@Component
class VerificationService {
    private static final Logger LOG = LoggerFactory.getLogger(VerificationService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final AuditVerifier verifier;
    private final AtomicBoolean running = new AtomicBoolean();

    VerificationService(AuditVerifier verifier) {
        this.verifier = verifier;
    }

    boolean running() {
        return running.get();
    }

    /** Begins one unless one runs, and waits a moment: a short log is done in it. */
    void begin(Actor actor) {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                run(actor);
            } finally {
                running.set(false);
                done.complete(null);
            }
        });
        await(done);
    }

    private void run(Actor actor) {
        try {
            Verification done = verifier.verify(actor);
            LOG.info(
                    "The audit log was verified up to {} with the hash {}; findings: {}",
                    done.headSeq(),
                    done.headHex(),
                    done.found());
        } catch (RuntimeException e) {
            LOG.error("The audit log could not be verified", e);
        }
    }

    private static void await(CompletableFuture<Void> done) {
        try {
            done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRunning) {
            LOG.debug("The verification continues in the background");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing throws into it", e);
        }
    }
}
