package dev.latchkey.startup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Writes the same stack trace only so often. A database that is away, or a fault that somebody has learned to provoke,
 * would otherwise fill the disk; how many were left out is said in the next one's place.
 */
@Component
final class RepeatedErrors extends TurboFilter implements DisposableBean {
    static final int AT_MOST = 10;
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final int KINDS = 500;
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RepeatedErrors.class);

    private final LongSupplier clock;
    private final Map<String, Count> counts =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                    return size() > KINDS;
                }
            };

    private static final class Count {
        private long since;
        private int written;
        private long leftOut;
    }

    RepeatedErrors() {
        this(System::nanoTime);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.addTurboFilter(this);
        }
        start();
    }

    RepeatedErrors(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable thrown) {
        if (!level.isGreaterOrEqual(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        Throwable trace = thrown != null ? thrown : last(params);
        if (trace == null) {
            return FilterReply.NEUTRAL;
        }
        String kind = logger.getName() + ' ' + kind(trace);
        long leftOut = count(kind);
        if (leftOut < 0) {
            return FilterReply.DENY;
        }
        if (leftOut > 0) {
            LOG.warn("{} more like the next one were left out: {}", leftOut, kind);
        }
        return FilterReply.NEUTRAL;
    }

    private static @Nullable Throwable last(Object @Nullable [] params) {
        return params != null
                        && params.length > 0
                        && params[params.length - 1] instanceof Throwable thrown
                ? thrown
                : null;
    }

    /** The innermost cause and where it was thrown; not its message, which may be different each time. */
    private static String kind(Throwable trace) {
        Throwable cause = trace;
        for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        StackTraceElement[] frames = cause.getStackTrace();
        return cause.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
    }

    /** How many were left out since the last one that was written; less than none where this one is left out, too. */
    private synchronized long count(String kind) {
        long now = clock.getAsLong();
        Count count = counts.computeIfAbsent(kind, none -> new Count());
        if (count.written == 0 || now - count.since >= WINDOW) {
            long leftOut = count.leftOut;
            count.since = now;
            count.written = 1;
            count.leftOut = 0;
            return leftOut;
        }
        if (count.written < AT_MOST) {
            count.written++;
            return 0;
        }
        count.leftOut++;
        return -1;
    }

    @Override
    public void destroy() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getTurboFilterList().remove(this);
        }
    }
}
