package dev.latchkey.login;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** Removes what has expired. Every node may do it: deleting twice deletes once. */
@Configuration(proxyBeanMethods = false)
class LoginSweep {
    private static final Logger LOG = LoggerFactory.getLogger(LoginSweep.class);

    /** An expired request is kept a little longer, so that a late answer can be told that it is late. */
    private static final Duration GRACE = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    LoginSweep(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        Instant now = clock.instant();
        int removed =
                delete("delete from authn_request where expires_at < :t", now.minus(GRACE))
                        + delete("delete from spent_assertion where expires_at < :t", now)
                        + sessions(now);
        LOG.debug("Swept {} expired rows", removed);
    }

    /** Once over all of them for both ends that they have. */
    private int sessions(Instant now) {
        return jdbc.sql("delete from session where expires_at < :now or last_seen_at < :idle")
                .param("now", Timestamp.from(now.minus(Sessions.REMEMBERED)))
                .param("idle", Timestamp.from(now.minus(Sessions.REMEMBERED).minus(Sessions.IDLE)))
                .update();
    }

    private int delete(String sql, Instant limit) {
        return jdbc.sql(sql).param("t", Timestamp.from(limit)).update();
    }
}
