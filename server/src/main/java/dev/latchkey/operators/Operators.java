package dev.latchkey.operators;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.secrets.PasswordHash;
import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The operators and their passwords. Every change is audited with it, or not made. */
@Component
public class Operators {
    private static final int LONGEST_NAME = 200;

    private final JdbcClient jdbc;
    private final OperatorSessions sessions;
    private final Passwords passwords;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Operators(
            JdbcClient jdbc,
            OperatorSessions sessions,
            Passwords passwords,
            Audit audit,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.sessions = sessions;
        this.passwords = passwords;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Whether there is an operator who may sign in. */
    public boolean any() {
        UUID asked = UUID.randomUUID();
        return jdbc.sql(
                        "select exists (select 1 from operator where active) as found, ?::uuid as asked")
                .param(asked)
                .query(Asked.key("asked", asked).answers((row, number) -> row.getBoolean("found")))
                .single();
    }

    /** Makes an operator who can sign in at once. Not in a transaction: the password is hashed first. */
    public Result<Operator> create(Actor actor, String email, String name, Secret password) {
        return prepare(email, name, password)
                .flatMap(prepared ->
                        Objects.requireNonNull(
                                transaction.execute(status -> create(actor, prepared))));
    }

    /** What somebody typed, looked through, with the password's hash. */
    public record Prepared(EmailAddress email, String name, PasswordHash password) {}

    /** Looks through what was typed and hashes the password, before a transaction begins. */
    public Result<Prepared> prepare(String email, String name, Secret password) {
        return EmailAddress.fresh(email, OperatorError.EMAIL_UNUSABLE)
                .flatMap(address ->
                        problem(name, password)
                                .<Result<Prepared>>map(
                                        problem -> new Result.Refused<>(List.of(problem)))
                                .orElseGet(() ->
                                        Result.ok(
                                                new Prepared(
                                                        address,
                                                        name.strip(),
                                                        passwords.hash(password)))));
    }

    /** Makes the operator, also in a transaction of the caller's. */
    @Transactional
    public Result<Operator> create(Actor actor, Prepared prepared) {
        return create(actor, prepared, Map.of());
    }

    /** The same, with how it came to be in the record. */
    @Transactional
    Result<Operator> create(Actor actor, Prepared prepared, Map<String, ?> how) {
        OperatorId id = OperatorId.next();
        int inserted =
                jdbc.sql(
                                """
                                insert into operator (id, email, email_key, name, password_hash, created_at)
                                values (:id, :email, :key, :name, :hash, :now)
                                on conflict (email_key) do nothing
                                """)
                        .param("id", id.value())
                        .param("email", prepared.email().value())
                        .param("key", prepared.email().key())
                        .param("name", prepared.name())
                        .param("hash", prepared.password().reveal())
                        .param("now", Timestamp.from(clock.instant()))
                        .update();
        if (inserted == 0) {
            return Result.refused(OperatorError.EMAIL_TAKEN, prepared.email().value());
        }
        Map<String, Object> detail = new TreeMap<>(how);
        detail.put("email", prepared.email().value());
        record(actor, OperatorAction.CREATED, id, detail);
        return Result.ok(find(id).orElseThrow());
    }

    private static Optional<Problem> problem(String name, Secret password) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            return Optional.of(new Problem(OperatorError.NAME_UNUSABLE, null));
        }
        return Passwords.problem(password)
                .map(sentence -> new Problem(OperatorError.PASSWORD_UNUSABLE, sentence));
    }

    public Optional<Operator> find(OperatorId id) {
        return jdbc.sql("select * from operator where id = ?")
                .param(id.value())
                .query(Asked.key("id", id).answers(Operators::read))
                .optional();
    }

    /** The operator with this address, also one who may no longer sign in. */
    Optional<Operator> find(EmailAddress email) {
        return jdbc.sql("select * from operator where email_key = ?")
                .param(email.key())
                .query(Asked.key("email_key", email.key()).answers(Operators::read))
                .optional();
    }

    /** All of them by name, also those who may no longer sign in. */
    public List<Operator> all() {
        return jdbc.sql("select * from operator order by name, id").query(Operators::read).list();
    }

    /** The active operator with this address and password; takes as long where there is none. */
    Optional<Operator> authenticate(EmailAddress email, Secret password) {
        Optional<Operator> found =
                jdbc.sql("select * from operator where email_key = ? and active")
                        .param(email.key())
                        .query(Asked.key("email_key", email.key()).answers(Operators::read))
                        .optional();
        String hash = found.map(operator -> hashOf(operator.id())).orElse(null);
        return passwords.matches(password, hash) ? found : Optional.empty();
    }

    private String hashOf(OperatorId id) {
        return jdbc.sql("select id, password_hash from operator where id = ?")
                .param(id.value())
                .query(Asked.key("id", id).answers((row, number) -> row.getString("password_hash")))
                .single();
    }

    /**
     * Whether the operator may sign in, and they stay so until the caller's transaction ends: whoever disables them waits
     * for it, or is waited for. Nobody is taken for somebody who may not.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holdActive(OperatorId id) {
        return jdbc.sql("select id, active from operator where id = ? for share")
                .param(id.value())
                .query(Asked.key("id", id).answers((row, number) -> row.getBoolean("active")))
                .optional()
                .orElse(false);
    }

    /**
     * Changes one's own password; the other sessions of the operator end, and so do the links that they made. Both are
     * hashed before the transaction, which changes only the password that was compared.
     */
    Result<Operator> changePassword(
            Actor actor, OperatorId id, Secret present, Secret wanted, String session) {
        String before = hashOf(id);
        if (!passwords.matches(present, before)) {
            return Result.refused(OperatorError.PASSWORD_WRONG, "");
        }
        Optional<String> problem = Passwords.problem(wanted);
        if (problem.isPresent()) {
            return Result.refused(OperatorError.PASSWORD_UNUSABLE, problem.get());
        }
        PasswordHash after = passwords.hash(wanted);
        return Objects.requireNonNull(
                transaction.execute(status -> replace(actor, id, before, after, session)));
    }

    private Result<Operator> replace(
            Actor actor, OperatorId id, String before, PasswordHash after, String session) {
        int changed =
                jdbc.sql("update operator set password_hash = ? where id = ? and password_hash = ?")
                        .params(after.reveal(), id.value(), before)
                        .update();
        if (changed == 0) {
            return Result.refused(OperatorError.PASSWORD_WRONG, "");
        }
        sessions.endOthers(id, session);
        record(actor, OperatorAction.PASSWORD_CHANGED, id, Map.of());
        events.publishEvent(new OperatorAccessEnded(actor, id));
        return Result.ok(find(id).orElseThrow());
    }

    /** Records that somebody in this operator's session did not know the password. */
    @Transactional
    void noteWrongPassword(Actor actor, OperatorId id, String ip) {
        record(actor, OperatorAction.PASSWORD_REFUSED, id, Map.of("ip", ip));
    }

    /** Lets the operator sign in, or ends their sessions and lets them not; somebody must always be able to. */
    @Transactional
    Result<Operator> setActive(Actor actor, OperatorId id, boolean active) {
        jdbc.sql("select id from operator order by id for update").query(UUID.class).list();
        Optional<Operator> before = find(id);
        if (before.isEmpty()) {
            return Result.refused(OperatorError.OPERATOR_UNKNOWN, id.toString());
        }
        if (before.get().active() == active) {
            return Result.ok(before.get());
        }
        if (!active && activeCount() == 1) {
            return Result.refused(OperatorError.LAST_ACTIVE, before.get().email());
        }
        jdbc.sql("update operator set active = ? where id = ?").params(active, id.value()).update();
        if (!active) {
            sessions.endAll(id);
        }
        record(actor, active ? OperatorAction.ENABLED : OperatorAction.DISABLED, id, Map.of());
        if (!active) {
            events.publishEvent(new OperatorAccessEnded(actor, id));
        }
        return Result.ok(find(id).orElseThrow());
    }

    private int activeCount() {
        return jdbc.sql("select count(*) from operator where active").query(Integer.class).single();
    }

    private void record(Actor actor, AuditAction action, OperatorId id, Map<String, ?> detail) {
        audit.record(actor, null, action, "operator", id.toString(), detail);
    }

    private static Operator read(ResultSet rs, int row) throws SQLException {
        Timestamp last = rs.getTimestamp("last_sign_in_at");
        return new Operator(
                new OperatorId(rs.getObject("id", UUID.class)),
                rs.getString("email"),
                rs.getString("name"),
                rs.getBoolean("active"),
                rs.getTimestamp("created_at").toInstant(),
                last == null ? null : last.toInstant());
    }
}
