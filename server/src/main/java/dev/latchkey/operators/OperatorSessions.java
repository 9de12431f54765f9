package dev.latchkey.operators;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Tokens;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The operators' sessions: shorter than the users', as more can be done in them. Only hashes of the ids are kept. */
@Component
class OperatorSessions {
    static final Duration IDLE = Duration.ofHours(2);
    static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    OperatorSessions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Begins a session and returns its id. */
    String begin(OperatorId operator) {
        String id = Tokens.random();
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        insert into operator_session (id_hash, operator_id, created_at, last_seen_at, expires_at)
                        values (:id, :operator, :now, :now, :expires)
                        """)
                .param("id", Tokens.hash(id))
                .param("operator", operator.value())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(LONGEST)))
                .update();
        jdbc.sql("update operator set last_sign_in_at = ? where id = ?")
                .params(Timestamp.from(now), operator.value())
                .update();
        return id;
    }

    /** Whose session it is, if it has neither ended nor been idle for too long. */
    Optional<OperatorId> find(String id) {
        Instant now = clock.instant();
        byte[] hash = Tokens.hash(id);
        jdbc.sql(
                        """
                        update operator_session set last_seen_at = :now
                        where id_hash = :id and last_seen_at < :stale and last_seen_at > :idle
                        """)
                .param("now", Timestamp.from(now))
                .param("id", hash)
                .param("stale", Timestamp.from(now.minus(SEEN_STEP)))
                .param("idle", Timestamp.from(now.minus(IDLE)))
                .update();
        return jdbc.sql(
                        """
                        select id_hash, operator_id from operator_session
                        where id_hash = :id and expires_at > :now and last_seen_at > :idle
                        """)
                .param("id", hash)
                .param("now", Timestamp.from(now))
                .param("idle", Timestamp.from(now.minus(IDLE)))
                .query(
                        Asked.key("id_hash", hash)
                                .answers((row, number) ->
                                        new OperatorId(row.getObject("operator_id", UUID.class))))
                .optional();
    }

    /** Whose session it is or was: an expired one is kept for a while. */
    Optional<OperatorId> owner(String id) {
        byte[] hash = Tokens.hash(id);
        return jdbc.sql("select id_hash, operator_id from operator_session where id_hash = ?")
                .param(hash)
                .query(
                        Asked.key("id_hash", hash)
                                .answers((row, number) ->
                                        new OperatorId(row.getObject("operator_id", UUID.class))))
                .optional();
    }

    void end(String id) {
        jdbc.sql("delete from operator_session where id_hash = ?").param(Tokens.hash(id)).update();
    }

    void endAll(OperatorId operator) {
        jdbc.sql("delete from operator_session where operator_id = ?")
                .param(operator.value())
                .update();
    }

    void endOthers(OperatorId operator, String kept) {
        jdbc.sql("delete from operator_session where operator_id = ? and id_hash <> ?")
                .params(operator.value(), Tokens.hash(kept))
                .update();
    }

    @Scheduled(initialDelay = 2, fixedDelay = 30, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        Instant now = clock.instant();
        jdbc.sql("delete from operator_session where expires_at < ? or last_seen_at < ?")
                .params(
                        Timestamp.from(now.minus(REMEMBERED)),
                        Timestamp.from(now.minus(REMEMBERED).minus(IDLE)))
                .update();
    }
}
