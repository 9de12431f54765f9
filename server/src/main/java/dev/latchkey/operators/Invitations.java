package dev.latchkey.operators;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Secret;
import dev.latchkey.shared.Tokens;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** One-time links by which operators are made. There is no other way, and no default password. */
@Component
class Invitations {
    static final Duration LIFETIME = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Operators operators;
    private final Audit audit;
    private final LatchkeySettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Invitations(
            JdbcClient jdbc,
            Operators operators,
            Audit audit,
            LatchkeySettings settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.operators = operators;
        this.audit = audit;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Whom a link makes, and when it is good for nothing. */
    private enum Kind {
        /** Printed at the start while there is nobody; good only as long as that is so. */
        FIRST,
        /** Printed at the start because the environment asks for it, when nobody can sign in any more. */
        RECOVERY,
        /** Made by an operator for a colleague. */
        COLLEAGUE
    }

    /** A link for the first operator, or nothing when there is one who can sign in. */
    @Transactional
    Optional<Secret> first() {
        return operators.any()
                ? Optional.empty()
                : Optional.of(make(Kind.FIRST, null, Actor.SYSTEM));
    }

    /** A link for whoever starts the server and asks for it in the environment. */
    @Transactional
    Secret recovery() {
        return make(Kind.RECOVERY, null, Actor.SYSTEM);
    }

    /** A link for a colleague. */
    @Transactional
    Secret colleague(Actor actor, OperatorId by) {
        return make(Kind.COLLEAGUE, by, actor);
    }

    private Secret make(Kind kind, @Nullable OperatorId by, Actor actor) {
        String token = Tokens.random();
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        insert into operator_invitation (token_hash, kind, created_by, created_at, expires_at)
                        values (:token, :kind, :by, :now, :expires)
                        """)
                .param("token", Tokens.hash(token))
                .param("kind", kind.name())
                .param("by", by == null ? null : by.value())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(LIFETIME)))
                .update();
        audit.record(actor, null, "operator.link_made", null, null, Map.of("kind", kind.name()));
        return new Secret(settings.baseUrl() + "/operator/setup?token=" + token);
    }

    /** Whether the link would work now. */
    boolean usable(String token) {
        return kindOf(token).isPresent();
    }

    /**
     * Makes the operator and spends the link: both or neither, and one link one operator. A link that is good for
     * nothing costs no hash, and a hash is made before its transaction begins.
     */
    Result<Operator> accept(String token, String email, String name, Secret password) {
        if (kindOf(token).isEmpty()) {
            return Result.refused(OperatorError.LINK_USELESS, "");
        }
        return switch (operators.prepare(email, name, password)) {
            case Result.Ok<Operators.Prepared>(Operators.Prepared prepared) ->
                    Objects.requireNonNull(
                            transaction.execute(status -> accept(token, prepared, status)));
            case Result.Refused<Operators.Prepared>(List<Problem> problems) ->
                    new Result.Refused<>(problems);
        };
    }

    private Result<Operator> accept(
            String token, Operators.Prepared prepared, TransactionStatus status) {
        jdbc.sql("select 1 from (select pg_advisory_xact_lock(:key)) as locked")
                .param("key", LOCK)
                .query(Integer.class)
                .single();
        Optional<Kind> kind = kindOf(token);
        if (kind.isEmpty()) {
            return Result.refused(OperatorError.LINK_USELESS, "");
        }
        Actor actor = new Actor(Actor.Kind.SYSTEM, null, "one-time link");
        Result<Operator> made = operators.create(actor, prepared);
        if (made instanceof Result.Refused) {
            status.setRollbackOnly();
            return made;
        }
        jdbc.sql("update operator_invitation set used_at = :now where token_hash = :token")
                .param("now", Timestamp.from(clock.instant()))
                .param("token", Tokens.hash(token))
                .update();
        return made;
    }

    /** Two people with two first links wait for one another, and the second finds that there is an operator. */
    private static final long LOCK = 0x4c4b_0001L;

    private Optional<Kind> kindOf(String token) {
        byte[] hash = Tokens.hash(token);
        return jdbc.sql(
                        """
                        select token_hash, kind from operator_invitation
                        where token_hash = :token and used_at is null and expires_at > :now
                        """)
                .param("token", hash)
                .param("now", Timestamp.from(clock.instant()))
                .query(
                        Asked.key("token_hash", hash)
                                .answers((row, number) -> Kind.valueOf(row.getString("kind"))))
                .optional()
                .filter(kind -> kind != Kind.FIRST || !operators.any());
    }
}
