package dev.latchkey.failures;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** Removes failures that were kept for long enough. Every node may do it: deleting twice deletes once. */
@Configuration(proxyBeanMethods = false)
class FailureSweep {
    private static final Logger LOG = LoggerFactory.getLogger(FailureSweep.class);

    private final JdbcClient jdbc;
    private final Clock clock;

    FailureSweep(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        int removed =
                jdbc.sql("delete from sign_in_failure where expires_at < :t")
                        .param("t", Timestamp.from(clock.instant()))
                        .update();
        LOG.debug("Swept {} expired failures", removed);
    }
}
