package dev.latchkey.passwords;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.OpenPasswordLinks;
import dev.latchkey.directory.User;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Tokens;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInOperator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The links by which a user's password can be set: here they are made, used and ended, and nowhere else. A link is good
 * as long as its user is active and, where an operator made it, as long as they may make one. Whoever makes or uses one
 * holds the operator first and the user second, in the order in which either loses their access.
 */
@Repository
class ResetLinks implements OpenPasswordLinks {
    private final JdbcClient jdbc;
    private final Directory directory;
    private final Operators operators;
    private final Clock clock;

    ResetLinks(JdbcClient jdbc, Directory directory, Operators operators, Clock clock) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.operators = operators;
        this.clock = clock;
    }

    /** A link that was used now, and whose user may have a password. */
    record Used(User user, @Nullable String maker) {}

    /** A link as its token finds it. */
    private record Found(
            OrganizationId organization,
            UserId user,
            @Nullable OperatorId maker,
            @Nullable String makerName) {}

    /** The token of a new link for a user who asked for it; nothing where they are active no more. */
    @Transactional
    public Optional<String> mailed(User user, Duration lifetime) {
        return directory
                .hold(user.organization(), user.id())
                .filter(User::active)
                .map(held -> insert(held, lifetime, null));
    }

    /** The token of a new link by an operator, in place of all others; nothing where either lost their access. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<String> made(SignedInOperator maker, User user, Duration lifetime) {
        if (!operators.holdActive(maker.id())) {
            return Optional.empty();
        }
        return directory
                .hold(user.organization(), user.id())
                .filter(User::active)
                .map(held -> {
                    end(held.organization(), held.id());
                    return insert(held, lifetime, maker);
                });
    }

    private String insert(User user, Duration lifetime, @Nullable SignedInOperator maker) {
        String token = Tokens.random();
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        insert into password_reset (token_hash, organization_id, user_id, made_by, made_by_name,
                            created_at, expires_at)
                        values (:token, :organization, :user, :maker, :name, :now, :expires)
                        """)
                .param("token", Tokens.hash(token))
                .param("organization", user.organization().value())
                .param("user", user.id().value())
                .param("maker", maker == null ? null : maker.id().value())
                .param("name", maker == null ? null : maker.name())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(lifetime)))
                .update();
        return token;
    }

    /** Uses the link, once; nothing where it is good no more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Used> use(String token) {
        Found found = find(token).orElse(null);
        if (found == null || (found.maker() != null && !operators.holdActive(found.maker()))) {
            return Optional.empty();
        }
        return directory
                .hold(found.organization(), found.user())
                .filter(User::active)
                .filter(user -> spend(token))
                .map(user -> new Used(user, found.makerName()));
    }

    private Optional<Found> find(String token) {
        byte[] hash = Tokens.hash(token);
        return jdbc.sql(
                        """
                        select token_hash, organization_id, user_id, made_by, made_by_name from password_reset
                        where token_hash = :token and used_at is null and expires_at > :now
                        """)
                .param("token", hash)
                .param("now", Timestamp.from(clock.instant()))
                .query(Asked.key("token_hash", hash).answers(ResetLinks::found))
                .optional();
    }

    private static Found found(ResultSet row, int number) throws SQLException {
        UUID maker = row.getObject("made_by", UUID.class);
        return new Found(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                maker == null ? null : new OperatorId(maker),
                row.getString("made_by_name"));
    }

    /** Whether it is worth the work of a new password's hash. */
    boolean usable(String token) {
        return find(token).isPresent();
    }

    private boolean spend(String token) {
        return jdbc.sql(
                                """
                                update password_reset set used_at = :now
                                where token_hash = :token and used_at is null and expires_at > :now
                                """)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("token", Tokens.hash(token))
                        .update()
                == 1;
    }

    /** Makes the user's open links useless, and says how many there were. */
    int end(OrganizationId organization, UserId user) {
        return jdbc.sql(
                        """
                        delete from password_reset
                        where organization_id = :organization and user_id = :user and used_at is null
                        """)
                .param("organization", organization.value())
                .param("user", user.value())
                .update();
    }

    /** Makes the open links useless that this operator has made, and says whose password they could have set. */
    List<UserOf> endMadeBy(OperatorId maker) {
        return jdbc.sql(
                        """
                        delete from password_reset where made_by = ? and used_at is null
                        returning organization_id, user_id
                        """)
                .param(maker.value())
                .query((row, number) ->
                        new UserOf(
                                new OrganizationId(row.getObject("organization_id", UUID.class)),
                                new UserId(row.getObject("user_id", UUID.class))))
                .list();
    }

    /** A user of an organization. */
    record UserOf(OrganizationId organization, UserId user) {}

    @Override
    public List<OpenLink> of(User user) {
        return jdbc.sql(
                        """
                        select made_by_name, created_at, expires_at from password_reset
                        where organization_id = :organization and user_id = :user and used_at is null
                          and expires_at > :now
                        order by created_at desc limit 50
                        """)
                .param("organization", user.organization().value())
                .param("user", user.id().value())
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) ->
                        new OpenLink(
                                row.getString("made_by_name"),
                                row.getTimestamp("created_at").toInstant(),
                                row.getTimestamp("expires_at").toInstant()))
                .list();
    }
}
