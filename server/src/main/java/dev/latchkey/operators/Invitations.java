package dev.latchkey.operators;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Secret;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.Tokens;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One-time links by which operators are made. There is no other way, and no default password. A link made by an operator
 * lives as long as they may make one: it ends with their access, and whoever uses it waits for whoever disables them.
 */
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

    /**
     * A link that would make an operator now.
     *
     * @param maker who made it; null where it was printed at the start
     */
    record Open(UUID id, @Nullable String maker, Instant madeAt, Instant expiresAt) {}

    /** A link as it is found by its token. */
    private record Link(UUID id, Kind kind, @Nullable OperatorId maker) {}

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

    /** A link for a colleague, by somebody who still is an operator. */
    @Transactional
    Result<Secret> colleague(Actor actor, OperatorId by) {
        return operators.holdActive(by)
                ? Result.ok(make(Kind.COLLEAGUE, by, actor))
                : Result.refused(OperatorError.OPERATOR_UNKNOWN, by.toString());
    }

    /** The link with this token in it. */
    Secret address(String token) {
        return new Secret(settings.baseUrl() + "/operator/setup?token=" + token);
    }

    /** The token of a link. */
    static String token(Secret link) {
        String address = link.reveal();
        return address.substring(address.lastIndexOf('=') + 1);
    }

    private Secret make(Kind kind, @Nullable OperatorId by, Actor actor) {
        String token = Tokens.random();
        UUID id = Sid.newUuid();
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        insert into operator_invitation (token_hash, id, kind, created_by, created_at, expires_at)
                        values (:token, :id, :kind, :by, :now, :expires)
                        """)
                .param("token", Tokens.hash(token))
                .param("id", id)
                .param("kind", kind.name())
                .param("by", by == null ? null : by.value())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(LIFETIME)))
                .update();
        audit.record(
                actor,
                null,
                OperatorAction.LINK_MADE,
                null,
                null,
                Map.of("kind", kind.name(), "link", id.toString()));
        return address(token);
    }

    /** Whether the link would work now. */
    boolean usable(String token) {
        return find(token).isPresent();
    }

    /** The links that would work now, the newest first. */
    List<Open> open() {
        boolean anybody = operators.any();
        return jdbc.sql(
                        """
                        select i.id, o.name as maker, i.created_at, i.expires_at from operator_invitation i
                        left join operator o on o.id = i.created_by
                        where i.used_at is null and i.expires_at > :now and (o.id is null or o.active)
                          and (i.kind <> 'FIRST' or not :anybody)
                        order by i.created_at desc, i.id limit 200
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("anybody", anybody)
                .query((row, number) ->
                        new Open(
                                row.getObject("id", UUID.class),
                                row.getString("maker"),
                                row.getTimestamp("created_at").toInstant(),
                                row.getTimestamp("expires_at").toInstant()))
                .list();
    }

    /** Makes an open link useless; false where it is open no more. */
    @Transactional
    boolean withdraw(Actor actor, UUID id) {
        int gone =
                jdbc.sql("delete from operator_invitation where id = ? and used_at is null")
                        .param(id)
                        .update();
        if (gone == 1) {
            recordEnd(actor, id);
        }
        return gone == 1;
    }

    /** Makes the links useless that this operator has made, in the transaction in which their access ends. */
    @EventListener
    void on(OperatorAccessEnded ended) {
        jdbc
                .sql(
                        """
                        delete from operator_invitation where created_by = ? and used_at is null
                        returning id, expires_at
                        """)
                .param(ended.operator().value())
                .query((row, number) ->
                        new Open(
                                row.getObject("id", UUID.class),
                                null,
                                Instant.EPOCH,
                                row.getTimestamp("expires_at").toInstant()))
                .list()
                .stream()
                .filter(link -> link.expiresAt().isAfter(clock.instant()))
                .forEach(link -> recordEnd(ended.by(), link.id()));
    }

    private void recordEnd(Actor actor, UUID id) {
        audit.record(
                actor,
                null,
                OperatorAction.LINK_WITHDRAWN,
                null,
                null,
                Map.of("link", id.toString()));
    }

    /**
     * Makes the operator and spends the link: both or neither, and one link one operator. A link that is good for
     * nothing costs no hash, and a hash is made before its transaction begins.
     */
    Result<Operator> accept(String token, String email, String name, Secret password) {
        if (find(token).isEmpty()) {
            return Result.refused(OperatorError.LINK_USELESS, "");
        }
        return operators
                .prepare(email, name, password)
                .flatMap(prepared ->
                        Objects.requireNonNull(
                                transaction.execute(status -> accept(token, prepared, status))));
    }

    private Result<Operator> accept(
            String token, Operators.Prepared prepared, TransactionStatus status) {
        jdbc.sql("select 1 from (select pg_advisory_xact_lock(:key)) as locked")
                .param("key", LOCK)
                .query(Integer.class)
                .single();
        // Whoever made it is held before the link is taken: that is the order in which they are
        // disabled.
        Optional<Link> link = find(token).filter(this::held).filter(this::spend);
        if (link.isEmpty()) {
            return Result.refused(OperatorError.LINK_USELESS, "");
        }
        Actor actor = new Actor(Actor.Kind.SYSTEM, null, "one-time link");
        Result<Operator> made = operators.create(actor, prepared, origin(link.get()));
        if (made instanceof Result.Refused) {
            status.setRollbackOnly();
            return made;
        }
        if (link.get().kind() == Kind.RECOVERY) {
            endRecovery(actor);
        }
        return made;
    }

    private boolean held(Link link) {
        return link.maker() == null
                ? link.kind() != Kind.COLLEAGUE
                : operators.holdActive(link.maker());
    }

    private boolean spend(Link link) {
        return jdbc.sql(
                                """
                                update operator_invitation set used_at = :now
                                where id = :id and used_at is null and expires_at > :now
                                """)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("id", link.id())
                        .update()
                == 1;
    }

    /** What lets somebody back in is needed once: the other links that a start has printed end with it. */
    private void endRecovery(Actor actor) {
        jdbc.sql(
                        """
                        delete from operator_invitation where kind = 'RECOVERY' and used_at is null
                          and expires_at > :now
                        returning id
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .query(UUID.class)
                .list()
                .forEach(id -> recordEnd(actor, id));
    }

    /** Who invited, and by which link: so that it can be told later. */
    private Map<String, ?> origin(Link link) {
        Map<String, String> origin = new TreeMap<>();
        origin.put("link", link.id().toString());
        origin.put("kind", link.kind().name());
        OperatorId maker = link.maker();
        if (maker != null) {
            origin.put("invitedBy", operators.find(maker).map(Operator::name).orElse(""));
            origin.put("inviter", maker.toString());
        }
        return origin;
    }

    /** Two people with two first links wait for one another, and the second finds that there is an operator. */
    private static final long LOCK = 0x4c4b_0001L;

    private Optional<Link> find(String token) {
        byte[] hash = Tokens.hash(token);
        return jdbc.sql(
                        """
                        select i.token_hash, i.id, i.kind, i.created_by from operator_invitation i
                        left join operator o on o.id = i.created_by
                        where i.token_hash = :token and i.used_at is null and i.expires_at > :now
                          and (i.created_by is null or o.active)
                        """)
                .param("token", hash)
                .param("now", Timestamp.from(clock.instant()))
                .query(
                        Asked.key("token_hash", hash)
                                .answers((row, number) -> {
                                    UUID maker = row.getObject("created_by", UUID.class);
                                    return new Link(
                                            row.getObject("id", UUID.class),
                                            Kind.valueOf(row.getString("kind")),
                                            maker == null ? null : new OperatorId(maker));
                                }))
                .optional()
                .filter(link -> link.kind() != Kind.FIRST || !operators.any());
    }
}
