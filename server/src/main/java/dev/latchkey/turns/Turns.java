package dev.latchkey.turns;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Heavy work asks for a turn: a few at once, a short queue in the order of arrival, a short wait, and then an honest
 * {@link Overloaded}. Without it the threads of a few impatient browsers would share the processors with every sign-in.
 *
 * <p>The work is computing and nothing else. It runs on threads of the operating system, which takes the processor from
 * them when somebody else needs it; a virtual thread would keep it to the end. Whoever waits for it holds no connection
 * to the database: in a transaction the question alone is a fault of ours, and is refused as one.
 */
public final class Turns {
    private static final int WAITING_FOR_EACH = 16;
    private static final long PATIENCE_MILLIS = 2_000;

    private final String what;
    private final long patience;
    private final ThreadPoolExecutor threads;
    private final Semaphore visitors;

    /** So many at once, and at most so many that wait for at most so long. */
    Turns(String what, int atOnce, int waiting, long patienceMillis) {
        this.what = what;
        this.patience = patienceMillis;
        this.visitors = new Semaphore(atOnce + waiting);
        this.threads =
                new ThreadPoolExecutor(
                        atOnce,
                        atOnce,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waiting),
                        Thread.ofPlatform().name("turn-" + what + "-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** For all processors but one, which is left to the others. */
    static Turns ofThisMachine(String what) {
        int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        return new Turns(what, atOnce, WAITING_FOR_EACH * atOnce, PATIENCE_MILLIS);
    }

    /**
     * Lets a step that comes to heavy work begin only while there is room for it to end: one too many is told so before
     * it has asked the database anything. The step itself runs on the caller's thread.
     *
     * @throws Overloaded where there is no room
     */
    public <T> T admit(Supplier<T> step) {
        if (!visitors.tryAcquire()) {
            throw new Overloaded(what);
        }
        try {
            return step.get();
        } finally {
            visitors.release();
        }
    }

    /** As {@link #admit} would throw now; what comes between costs nobody anything then. */
    void ensureRoom() {
        if (visitors.availablePermits() <= 0) {
            throw new Overloaded(what);
        }
    }

    /**
     * Does it when its turn has come.
     *
     * @throws Overloaded where the queue is full, or the turn did not come in time
     * @throws IllegalStateException in a transaction
     */
    public <T> T take(Callable<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "heavy work (" + what + ") must be done before its transaction begins");
        }
        AtomicBoolean claimed = new AtomicBoolean();
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    if (!claimed.compareAndSet(false, true)) {
                        throw new Overloaded(what);
                    }
                    return work.call();
                });
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new Overloaded(what);
        }
        return result(task, claimed);
    }

    /** Who has waited for too long goes away, unless the work has just begun: then it ends soon. */
    private <T> T result(FutureTask<T> task, AtomicBoolean claimed) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return claimed.get() ? task.get() : task.get(patience, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (claimed.compareAndSet(false, true)) {
                        threads.remove(task);
                        throw new Overloaded(what);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(Objects.requireNonNullElse(e.getCause(), e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(Throwable cause) {
        return switch (cause) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            default -> new IllegalStateException(cause);
        };
    }
}
