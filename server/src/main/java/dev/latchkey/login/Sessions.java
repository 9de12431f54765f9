package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.directory.User;
import dev.latchkey.saml.Identity;
import dev.latchkey.saml.NameId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Tokens;
import dev.latchkey.shared.UserId;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The sessions. Only hashes of their ids and tickets are stored. */
@Repository
class Sessions {
    static final Duration IDLE = Duration.ofHours(8);
    static final Duration LONGEST = Duration.ofHours(24);
    static final Duration EMERGENCY = Duration.ofHours(1);
    private static final Duration TICKET = Duration.ofMinutes(5);
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    Sessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A session that waits for its browser. */
    @SuppressWarnings(
            "ArrayRecordComponent") // compared in constant time by isFor and by nothing else
    record Waiting(byte @Nullable [] browserHash, String returnTo) {
        /** Whether this is the browser that asked; in constant time. */
        boolean isFor(@Nullable String browser) {
            return browserHash == null
                    || (browser != null
                            && MessageDigest.isEqual(browserHash, Tokens.hash(browser)));
        }
    }

    /** Begins a session after a password and returns its id. */
    String begin(User user, Instant now) {
        return begin(user, Session.Method.PASSWORD, LONGEST, now);
    }

    /** Begins a session after a recovery code and returns its id. It is short, however it is used. */
    String beginEmergency(User user, Instant now) {
        return begin(user, Session.Method.EMERGENCY, EMERGENCY, now);
    }

    private String begin(User user, Session.Method method, Duration longest, Instant now) {
        String id = Tokens.random();
        jdbc.sql(
                        """
                        insert into session (id_hash, organization_id, user_id, method, state,
                            created_at, last_seen_at, expires_at)
                        values (:id, :organization, :user, :method, 'ACTIVE', :now, :now, :expires)
                        """)
                .param("method", method.name())
                .param("id", Tokens.hash(id))
                .param("organization", user.organization().value())
                .param("user", user.id().value())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(longest)))
                .update();
        return id;
    }

    /** Puts a session by for the browser that asked and returns the ticket that fetches it. */
    String await(
            User user,
            Connection connection,
            Identity identity,
            byte @Nullable [] browserHash,
            @Nullable String returnTo,
            Instant now) {
        String ticket = Tokens.random();
        NameId name = identity.nameId();
        jdbc.sql(
                        """
                        insert into session (id_hash, organization_id, user_id, method, connection_id, name_id,
                            name_id_format, name_qualifier, sp_name_qualifier, session_index, ticket_hash,
                            browser_hash, return_to, state, created_at, last_seen_at, expires_at)
                        values (:id, :organization, :user, 'SSO', :connection, :name, :format, :qualifier,
                            :spQualifier, :index, :ticket, :browser, :return, 'PENDING', :now, :now, :expires)
                        """)
                .param("id", Tokens.hash(Tokens.random()))
                .param("organization", user.organization().value())
                .param("user", user.id().value())
                .param("connection", connection.id().value())
                .param("name", name == null ? null : name.value())
                .param("format", name == null ? null : name.format())
                .param("qualifier", name == null ? null : name.nameQualifier())
                .param("spQualifier", name == null ? null : name.spNameQualifier())
                .param("index", identity.sessionIndex())
                .param("ticket", Tokens.hash(ticket))
                .param("browser", browserHash)
                .param("return", returnTo)
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(end(identity.sessionNotOnOrAfter(), now)))
                .update();
        return ticket;
    }

    private static Instant end(@Nullable Instant wanted, Instant now) {
        Instant latest = now.plus(LONGEST);
        return wanted != null && wanted.isBefore(latest) ? wanted : latest;
    }

    Optional<Waiting> waiting(String ticket, Instant now) {
        return jdbc.sql(
                        """
                        select browser_hash, return_to from session
                        where ticket_hash = :ticket and state = 'PENDING' and created_at > :oldest
                          and expires_at > :now
                        """)
                .param("ticket", Tokens.hash(ticket))
                .param("oldest", Timestamp.from(now.minus(TICKET)))
                .param("now", Timestamp.from(now))
                .query((rs, row) ->
                        new Waiting(
                                rs.getBytes("browser_hash"),
                                ReturnTo.local(rs.getString("return_to"))))
                .optional();
    }

    /** Hands the waiting session over under a new id; empty when somebody was faster. */
    Optional<String> fetch(String ticket, Instant now) {
        String id = Tokens.random();
        int changed =
                jdbc.sql(
                                """
                                update session set id_hash = :id, ticket_hash = null, browser_hash = null,
                                    state = 'ACTIVE', last_seen_at = :now
                                where ticket_hash = :ticket and state = 'PENDING'
                                """)
                        .param("id", Tokens.hash(id))
                        .param("ticket", Tokens.hash(ticket))
                        .param("now", Timestamp.from(now))
                        .update();
        return changed == 1 ? Optional.of(id) : Optional.empty();
    }

    /** The session with this id that has neither ended nor been idle for too long. */
    Optional<Session> find(String id, Instant now) {
        Optional<Session> found =
                jdbc.sql(
                                """
                                select * from session where id_hash = :id and state = 'ACTIVE'
                                  and expires_at > :now and last_seen_at > :idle
                                """)
                        .param("id", Tokens.hash(id))
                        .param("now", Timestamp.from(now))
                        .param("idle", Timestamp.from(now.minus(IDLE)))
                        .query(Sessions::read)
                        .optional();
        found.filter(session -> session.lastSeenAt().isBefore(now.minus(SEEN_STEP)))
                .ifPresent(session -> touch(id, now));
        return found;
    }

    private void touch(String id, Instant now) {
        jdbc.sql("update session set last_seen_at = :now where id_hash = :id")
                .param("now", Timestamp.from(now))
                .param("id", Tokens.hash(id))
                .update();
    }

    void end(String id) {
        jdbc.sql("delete from session where id_hash = :id").param("id", Tokens.hash(id)).update();
    }

    /** Ends the sessions that began with a password, as after a change of it. */
    void endPasswordSessions(OrganizationId organization, UserId user) {
        end(organization, user, Session.Method.PASSWORD);
    }

    /** Ends the sessions of this user that began in this way. */
    void end(OrganizationId organization, UserId user, Session.Method method) {
        jdbc.sql(
                        """
                        delete from session where organization_id = :organization and user_id = :user
                          and method = :method
                        """)
                .param("method", method.name())
                .param("organization", organization.value())
                .param("user", user.value())
                .update();
    }

    /** Ends every session of the user, those too that still wait for their browser. */
    void endAll(OrganizationId organization, UserId user) {
        jdbc.sql("delete from session where organization_id = :organization and user_id = :user")
                .param("organization", organization.value())
                .param("user", user.value())
                .update();
    }

    /** Ends the sessions that the IdP means: of this NameID, and of these indexes where there are any. */
    int endAtIdp(Connection connection, NameId name, List<String> indexes) {
        return jdbc.sql(
                        """
                        delete from session where organization_id = :organization
                          and connection_id = :connection and method = 'SSO' and name_id = :name
                          and (:all or session_index = any(:indexes))
                        """)
                .param("organization", connection.organization().value())
                .param("connection", connection.id().value())
                .param("name", name.value())
                .param("all", indexes.isEmpty())
                .param("indexes", indexes.toArray(String[]::new))
                .update();
    }

    private static Session read(ResultSet rs, int row) throws SQLException {
        UUID connection = rs.getObject("connection_id", UUID.class);
        String name = rs.getString("name_id");
        return new Session(
                new OrganizationId(rs.getObject("organization_id", UUID.class)),
                new UserId(rs.getObject("user_id", UUID.class)),
                Session.Method.valueOf(rs.getString("method")),
                connection == null ? null : new ConnectionId(connection),
                name == null
                        ? null
                        : new NameId(
                                name,
                                rs.getString("name_id_format"),
                                rs.getString("name_qualifier"),
                                rs.getString("sp_name_qualifier")),
                rs.getString("session_index"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getTimestamp("last_seen_at").toInstant(),
                rs.getTimestamp("expires_at").toInstant());
    }
}
