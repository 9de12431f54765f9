package dev.latchkey.passwords;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** Removes links that have expired. Every node may do it: deleting twice deletes once. */
@Configuration(proxyBeanMethods = false)
class LinkSweep {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSweep.class);

    /** An expired link is kept a little longer. */
    private static final Duration GRACE = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    LinkSweep(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        int removed =
                jdbc.sql("delete from password_reset where expires_at < :t")
                        .param("t", Timestamp.from(clock.instant().minus(GRACE)))
                        .update();
        LOG.debug("Swept {} expired links", removed);
    }
}
