package dev.latchkey.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Whether the seals keep up with the log, at {@code /actuator/health/seals}. A node that lags is no worse for who signs
 * in, so it is not down; a transaction that was left open is the usual reason.
 */
@Component("auditSeals")
class SealHealth implements HealthIndicator {
    static final Status LAGGING = new Status("DEGRADED", "The log's seals are behind.");
    private static final Duration USUAL = Duration.ofMinutes(15);

    private final SealMark mark;
    private final Clock clock;

    SealHealth(SealMark mark, Clock clock) {
        this.mark = mark;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Instant until = mark.settled();
        if (until == null) {
            return Health.unknown().build();
        }
        boolean lags = until.plus(USUAL).isBefore(clock.instant());
        return Health.status(lags ? LAGGING : Status.UP)
                .withDetail("everythingSealedUntil", until.toString())
                .build();
    }
}
