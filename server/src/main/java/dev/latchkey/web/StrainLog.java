package dev.latchkey.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log that people are sent away, at most once in ten seconds: whoever sends many requests writes no more. */
final class StrainLog {
    private static final Logger LOG = LoggerFactory.getLogger(StrainLog.class);
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong count = new AtomicLong();

    void note(HttpServletRequest request, Exception cause) {
        count.incrementAndGet();
        long due = next.get();
        long now = System.nanoTime();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
            LOG.warn(
                    "Answered 503 to {} requests, the last a {}: {}",
                    count.getAndSet(0),
                    request.getMethod(),
                    innermost(cause));
        }
    }

    private static String innermost(Throwable failure) {
        Throwable each = failure;
        while (each.getCause() != null) {
            each = each.getCause();
        }
        return each.getClass().getSimpleName() + ": " + each.getMessage();
    }
}
