package dev.latchkey.mail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Spreads mails evenly, over all lines of this node. */
final class MailPace {
    private final long step;
    private long next = System.nanoTime();

    MailPace(int perSecond) {
        this.step = Duration.ofSeconds(1).toNanos() / perSecond;
    }

    /** Returns when the caller's turn has come, or at once when its thread is interrupted. */
    void await() {
        long turn = turn();
        long wait = turn - System.nanoTime();
        while (wait > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, wait);
            wait = turn - System.nanoTime();
        }
    }

    private synchronized long turn() {
        long turn = Math.max(next, System.nanoTime());
        next = turn + step;
        return turn;
    }
}
