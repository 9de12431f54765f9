package dev.latchkey.bench;

import java.util.concurrent.Callable;

/** Users of another organization, who sign in while something large is done for the first one. */
final class Bystanders {
    private static final double PER_SECOND = 40;
    private static final int MOST_SECONDS = 60;
    private static final long AT_LEAST = 12_000_000_000L;

    private final Load load;
    private final SignedMessages idp;
    private final Installation installation;
    private int next;

    Bystanders(Load load, SignedMessages idp, Installation installation) {
        this.load = load;
        this.idp = idp;
        this.installation = installation;
    }

    /** Runs it while they sign in, prints how long their sign-ins took, and returns what it returned. */
    <T> T during(String what, Callable<T> large) throws Exception {
        int count = (int) (PER_SECOND * MOST_SECONDS);
        var messages = installation.sign(idp, next, count);
        next += count;
        try (Load.Paced going = load.paced(messages, PER_SECOND)) {
            long start = System.nanoTime();
            Thread.sleep(1_000);
            T result = large.call();
            long left = AT_LEAST - (System.nanoTime() - start);
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
