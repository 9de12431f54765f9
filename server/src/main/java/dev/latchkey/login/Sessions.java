package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.directory.User;
import dev.latchkey.saml.NameId;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Tokens;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SessionOwner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The sessions. Of the secrets in their cookies and tickets only hashes are stored. */
@Repository
public class Sessions {
    static final Duration IDLE = Duration.ofHours(8);
    static final Duration LONGEST = Duration.ofHours(24);

    /** How long an expired session still says whose it was. */
    static final Duration REMEMBERED = Duration.ofDays(1);

    static final Duration EMERGENCY = Duration.ofHours(1);
    private static final Duration TICKET = Duration.ofMinutes(5);
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    /** For what every sign-in asks: no named parameters to be read each time. */
    private final JdbcOperations statements;

    Sessions(JdbcClient jdbc, JdbcOperations statements) {
        this.jdbc = jdbc;
        this.statements = statements;
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
        SessionToken token = SessionToken.random();
        jdbc.sql(
                        """
                        insert into session (id, secret_hash, organization_id, user_id, method, state,
                            created_at, last_seen_at, expires_at)
                        values (:id, :secret, :organization, :user, :method, 'ACTIVE', :now, :now, :expires)
                        """)
                .param("method", method.name())
                .param("id", token.session())
                .param("secret", token.secretHash())
                .param("organization", user.organization().value())
                .param("user", user.id().value())
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(longest)))
                .update();
        return token.text();
    }

    /** When a session that begins now ends at the latest, where the IdP wants it to end at this moment. */
    static Instant end(@Nullable Instant wanted, Instant now) {
        Instant latest = now.plus(LONGEST);
        return wanted != null && wanted.isBefore(latest) ? wanted : latest;
    }

    /** What became of a ticket. */
    sealed interface Fetched {
        /** The session has this id now, which its browser is to have; and who came in, and what for. */
        record Handed(String id, Session.Person person, Purpose purpose) implements Fetched {}

        /** Another browser asked for it. */
        record OtherBrowser() implements Fetched {}

        /** No session waits under it. */
        record Nothing() implements Fetched {}
    }

    /** Hands the session that waits under the ticket over, under a new secret, to the browser that asked for it. */
    Fetched fetch(String ticket, @Nullable String browser, Instant now) {
        SessionToken waiting = SessionToken.parse(ticket).orElse(null);
        if (waiting == null) {
            return new Fetched.Nothing();
        }
        SessionToken token = waiting.renewed();
        List<Fetched> handed =
                statements.query(
                        """
                        update session set secret_hash = ?, state = 'ACTIVE', browser_hash = null, last_seen_at = ?
                        where id = ? and secret_hash = ? and state = 'PENDING' and created_at > ? and expires_at > ?
                          and (browser_hash is null or browser_hash = ?)
                        returning id, secret_hash, organization_id, user_id, method, return_to
                        """,
                        asked(token).answers((row, number) -> handed(row, token)),
                        token.secretHash(),
                        Timestamp.from(now),
                        waiting.session(),
                        waiting.secretHash(),
                        Timestamp.from(now.minus(TICKET)),
                        Timestamp.from(now),
                        browser == null ? null : Tokens.hash(browser));
        if (!handed.isEmpty()) {
            return handed.getFirst();
        }
        return waits(waiting, now) ? new Fetched.OtherBrowser() : new Fetched.Nothing();
    }

    private static Fetched handed(ResultSet row, SessionToken token) throws SQLException {
        Session.Person person =
                new Session.Person(
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        new UserId(row.getObject("user_id", UUID.class)),
                        Session.Method.valueOf(row.getString("method")));
        return new Fetched.Handed(token.text(), person, Purpose.of(row.getString("return_to")));
    }

    /** A session that has begun waits for its browser from now on; its id is its ticket. */
    void park(String id, String browser, Purpose purpose) {
        SessionToken token = SessionToken.parse(id).orElseThrow();
        jdbc.sql(
                        """
                        update session set state = 'PENDING', browser_hash = :browser, return_to = :return
                        where id = :id and secret_hash = :secret and state = 'ACTIVE'
                        """)
                .param("browser", Tokens.hash(browser))
                .param("return", purpose.stored())
                .param("id", token.session())
                .param("secret", token.secretHash())
                .update();
    }

    /**
     * Who is signed in in a browser, and who else would be in their place.
     *
     * @param present in whose session the browser is now
     * @param next whose session waits for it
     */
    record Meeting(
            OrganizationId presentOrganization,
            UserId present,
            OrganizationId nextOrganization,
            UserId next) {}

    /** The two people, where the session lives, another waits under the ticket for this browser, and they are two. */
    Optional<Meeting> meeting(String id, String ticket, @Nullable String browser, Instant now) {
        SessionToken present = SessionToken.parse(id).orElse(null);
        SessionToken waiting = SessionToken.parse(ticket).orElse(null);
        if (present == null || waiting == null) {
            return Optional.empty();
        }
        return jdbc.sql(
                        """
                        select p.id as present, w.id as waiting, p.organization_id, p.user_id, w.organization_id as next_organization,
                            w.user_id as next_user
                        from session p cross join session w
                        where p.id = :present and p.secret_hash = :presentSecret and p.state = 'ACTIVE'
                          and p.expires_at > :now and p.last_seen_at > :idle
                          and w.id = :waiting and w.secret_hash = :waitingSecret and w.state = 'PENDING'
                          and w.created_at > :oldest and w.expires_at > :now
                          and (w.browser_hash is null or w.browser_hash = :browser)
                          and (p.organization_id, p.user_id) <> (w.organization_id, w.user_id)
                        """)
                .param("present", present.session())
                .param("presentSecret", present.secretHash())
                .param("waiting", waiting.session())
                .param("waitingSecret", waiting.secretHash())
                .param("browser", browser == null ? null : Tokens.hash(browser))
                .param("oldest", Timestamp.from(now.minus(TICKET)))
                .param("idle", Timestamp.from(now.minus(IDLE)))
                .param("now", Timestamp.from(now))
                .query(
                        Asked.key("present", present.session())
                                .and("waiting", waiting.session())
                                .answers(Sessions::meeting))
                .optional();
    }

    private static Meeting meeting(ResultSet row, int number) throws SQLException {
        return new Meeting(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                new OrganizationId(row.getObject("next_organization", UUID.class)),
                new UserId(row.getObject("next_user", UUID.class)));
    }

    /** Whether the session that once waited under this ticket is somebody's now. Says nothing of whose it is. */
    boolean handedOver(String ticket) {
        return SessionToken.parse(ticket)
                .map(waiting ->
                        jdbc.sql(
                                        "select exists (select 1 from session where id = ? and state = 'ACTIVE')")
                                .param(waiting.session())
                                .query(Boolean.class)
                                .single())
                .orElse(false);
    }

    /** Ends the session that waits under the ticket for this browser. */
    void endWaiting(String ticket, @Nullable String browser) {
        SessionToken.parse(ticket)
                .ifPresent(waiting ->
                        jdbc.sql(
                                        """
                                        delete from session where id = :id and secret_hash = :secret
                                          and state = 'PENDING'
                                          and (browser_hash is null or browser_hash = :browser)
                                        """)
                                .param("id", waiting.session())
                                .param("secret", waiting.secretHash())
                                .param("browser", browser == null ? null : Tokens.hash(browser))
                                .update());
    }

    private boolean waits(SessionToken ticket, Instant now) {
        return jdbc.sql(
                        """
                        select id, secret_hash from session where id = :id and secret_hash = :secret
                          and state = 'PENDING' and created_at > :oldest and expires_at > :now
                        """)
                .param("id", ticket.session())
                .param("secret", ticket.secretHash())
                .param("oldest", Timestamp.from(now.minus(TICKET)))
                .param("now", Timestamp.from(now))
                .query(asked(ticket).answers())
                .optional()
                .isPresent();
    }

    /** What a row of the session under this token says. */
    private static Asked asked(SessionToken token) {
        return Asked.key("id", token.session()).and("secret_hash", token.secretHash());
    }

    /** The session with this id that has neither ended nor been idle for too long. */
    public Optional<Session> find(String id, Instant now) {
        return SessionToken.parse(id).flatMap(token -> find(token, now));
    }

    private Optional<Session> find(SessionToken token, Instant now) {
        Optional<Session> found =
                jdbc.sql(
                                """
                                select * from session where id = :id and secret_hash = :secret and state = 'ACTIVE'
                                  and expires_at > :now and last_seen_at > :idle
                                """)
                        .param("id", token.session())
                        .param("secret", token.secretHash())
                        .param("now", Timestamp.from(now))
                        .param("idle", Timestamp.from(now.minus(IDLE)))
                        .query(asked(token).answers(Sessions::read))
                        .optional();
        found.filter(session -> session.lastSeenAt().isBefore(now.minus(SEEN_STEP)))
                .ifPresent(session -> touch(token, now));
        return found;
    }

    private void touch(SessionToken token, Instant now) {
        jdbc.sql("update session set last_seen_at = :now where id = :id")
                .param("now", Timestamp.from(now))
                .param("id", token.session())
                .update();
    }

    public void end(String id) {
        SessionToken.parse(id)
                .ifPresent(token ->
                        jdbc.sql("delete from session where id = :id and secret_hash = :secret")
                                .param("id", token.session())
                                .param("secret", token.secretHash())
                                .update());
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

    /** Whose session it is or was: an expired one is kept for a while. */
    Optional<String> owner(String id) {
        return SessionToken.parse(id)
                .flatMap(token ->
                        jdbc.sql(
                                        """
                                        select id, secret_hash, organization_id, user_id from session
                                        where id = :id and secret_hash = :secret and state = 'ACTIVE'
                                        """)
                                .param("id", token.session())
                                .param("secret", token.secretHash())
                                .query(asked(token).answers(Sessions::owner))
                                .optional());
    }

    private static String owner(ResultSet row, int number) throws SQLException {
        return SessionOwner.of(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)));
    }

    /**
     * Ends the sessions that the IdP means (SAML Core 3.7.3.1): of this name in any letter case, or of these users, who
     * have it as their address; and of these indexes where there are any. A session whose index the IdP never said can't
     * be told from the one that it means now, and ends.
     */
    public int endAtIdp(
            Connection connection, NameId name, List<UserId> users, List<String> indexes) {
        return jdbc.sql(
                        """
                        delete from session where id in (
                          select id from session where organization_id = :organization and connection_id = :connection
                            and name_id is not null and left(lower(name_id), 300) = left(lower(:name), 300)
                            and lower(name_id) = lower(:name)
                          union
                          select id from session where organization_id = :organization and user_id = any(:users)
                            and connection_id = :connection)
                          and method = 'SSO' and (:all or session_index is null or session_index = any(:indexes))
                        """)
                .param("organization", connection.organization().value())
                .param("connection", connection.id().value())
                .param("name", name.value())
                .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
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
