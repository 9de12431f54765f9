package dev.latchkey.bench;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Users of another organization, who sign in while something large is done for the first one. */
final class Bystanders {
    private static final double PER_SECOND = 40;
    private static final int MOST_SECONDS = 60;
    private static final Duration AT_LEAST = Duration.ofSeconds(12);

    private final Load load;
    private final SignedMessages idp;
    private final Installation installation;
    private final Duration atLeast;
    private final int messages;
    private int next;

    Bystanders(Load load, SignedMessages idp, Installation installation) {
        this(load, idp, installation, AT_LEAST, (int) (PER_SECOND * MOST_SECONDS));
    }

    /** Who look on for so long at each step, at least, and sign in so often at most. */
    Bystanders(
            Load load,
            SignedMessages idp,
            Installation installation,
            Duration atLeast,
            int messages) {
        this.atLeast = atLeast;
        this.messages = messages;
        this.load = load;
        this.idp = idp;
        this.installation = installation;
    }

    /** Runs it while they sign in, prints how long their sign-ins took, and returns what it returned. */
    <T> T during(String what, Callable<T> large) throws Exception {
        var signed = installation.sign(idp, next, messages);
        next += messages;
        try (Load.Paced going = load.paced(signed, PER_SECOND)) {
            long start = System.nanoTime();
            Thread.sleep(atLeast.dividedBy(12));
            T result = large.call();
            long left = atLeast.toNanos() - (System.nanoTime() - start);
            if (left > 0) {
                Thread.sleep(left / 1_000_000);
            }
            Load.Times times = going.stop();
            Figures.print(
                    "  sign-ins of others, " + what,
                    "p50 %.1f ms, p99 %.1f ms, slowest %.1f ms of %d",
                    times.millis(0.50),
                    times.millis(0.99),
                    times.millis(1.0),
                    times.nanos().length);
            return result;
        }
    }
}
