package dev.latchkey.keptforms;

import dev.latchkey.shared.Asked;
import dev.latchkey.shared.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The forms that are kept: few of each person, for an hour, each for its owner alone. */
@Repository
class KeptForms {
    static final Duration LIFETIME = Duration.ofHours(1);
    private static final int MOST_OF_A_PERSON = 5;
    private static final TypeReference<List<KeptForm.Field>> FIELDS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();

    KeptForms(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Keeps it, in place of the person's oldest where there are many, and returns the token that finds it. */
    @Transactional
    public String keep(String owner, KeptForm form) {
        String token = Tokens.random();
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        delete from kept_form where owner = :owner and token_hash not in (
                          select token_hash from kept_form where owner = :owner order by kept_at desc limit :others)
                        """)
                .param("owner", owner)
                .param("others", MOST_OF_A_PERSON - 1)
                .update();
        jdbc.sql(
                        """
                        insert into kept_form (token_hash, owner, path, fields, kept_at, expires_at)
                        values (:token, :owner, :path, cast(:fields as jsonb), :now, :expires)
                        """)
                .param("token", Tokens.hash(token))
                .param("owner", owner)
                .param("path", form.path())
                .param("fields", json.writeValueAsString(form.fields()))
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(LIFETIME)))
                .update();
        return token;
    }

    Optional<KeptForm> find(String owner, String token) {
        byte[] hash = Tokens.hash(token);
        return jdbc.sql(
                        """
                        select token_hash, owner, path, fields from kept_form
                        where token_hash = :token and owner = :owner and expires_at > :now
                        """)
                .param("token", hash)
                .param("owner", owner)
                .param("now", Timestamp.from(clock.instant()))
                .query(Asked.key("token_hash", hash).and("owner", owner).answers(this::read))
                .optional();
    }

    private KeptForm read(ResultSet row, int number) throws SQLException {
        return new KeptForm(row.getString("path"), json.readValue(row.getString("fields"), FIELDS));
    }

    /** Takes it away, once: false for whoever comes second. */
    boolean take(String owner, String token) {
        return jdbc.sql(
                                """
                                delete from kept_form where token_hash = :token and owner = :owner and expires_at > :now
                                """)
                        .param("token", Tokens.hash(token))
                        .param("owner", owner)
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    @Scheduled(initialDelay = 3, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        jdbc.sql("delete from kept_form where expires_at < ?")
                .param(Timestamp.from(clock.instant()))
                .update();
    }
}
