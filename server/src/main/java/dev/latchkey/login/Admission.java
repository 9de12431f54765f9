package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.StableIdentifier;
import dev.latchkey.saml.Identity;
import dev.latchkey.saml.NameId;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Sid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Repository;

/**
 * Lets a verified identity in, or not, by one statement that is a transaction of its own ({@code V18__sign_in_answers.sql}, ADR
 * 12): the same for everybody, and a refusal leaves nothing behind.
 */
@Repository
class Admission {
    private static final String STALE = "STALE";
    private static final String RIVAL = "LK001";

    private final JdbcOperations statements;
    private final String[] admitted;

    Admission(JdbcOperations statements, SignInPolicy policy) {
        this.statements = statements;
        this.admitted = policy.statesLetIn().toArray(String[]::new);
    }

    SsoSignIn.Outcome admit(
            Connection connection,
            Identity identity,
            @Nullable String request,
            String ip,
            Instant now) {
        try {
            return tryTo(connection, identity, request, ip, now);
        } catch (DataAccessException e) {
            return new SsoSignIn.Outcome.Refused(rivalry(e));
        }
    }

    /** What was changed in the very moment of this sign-in. */
    private static Failure rivalry(DataAccessException e) {
        if (e.getMostSpecificCause() instanceof PSQLException cause
                && RIVAL.equals(cause.getSQLState())
                && cause.getServerErrorMessage() != null) {
            String name = Objects.requireNonNull(cause.getServerErrorMessage().getMessage());
            return Failure.of(LoginError.valueOf(name));
        }
        throw e;
    }

    private SsoSignIn.Outcome tryTo(
            Connection connection,
            Identity identity,
            @Nullable String request,
            String ip,
            Instant now) {
        SessionToken ticket = SessionToken.random();
        NameId name = identity.nameId();
        StableIdentifier place = connection.stableIdentifier();
        String key = EmailAddress.parse(identity.email()).map(EmailAddress::key).orElse(null);
        return Objects.requireNonNull(
                statements.queryForObject(
                        """
                        select * from sign_in_by_sso(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                            ?, ?, ?)
                        """,
                        Asked.key("asked_session", ticket.session())
                                .and("asked_ticket_hash", ticket.secretHash())
                                .and("asked_connection", connection.id())
                                .and("asked_email_key", key)
                                .answers((row, number) -> outcome(row, ticket)),
                        connection.organization().value(),
                        connection.id().value(),
                        connection.version(),
                        SpentAssertions.key(identity.assertionId()),
                        Timestamp.from(spentUntil(identity)),
                        request,
                        identity.email(),
                        key,
                        connection.id().toString(),
                        identity.issuer(),
                        identity.signedBy(),
                        name == null ? null : name.value(),
                        name == null ? null : name.format(),
                        name == null ? null : name.nameQualifier(),
                        name == null ? null : name.spNameQualifier(),
                        identity.sessionIndex(),
                        place == null ? null : Identifiers.described(place),
                        found(place, identity).orElse(null),
                        admitted,
                        ticket.session(),
                        ticket.secretHash(),
                        Sid.newUuid(),
                        Timestamp.from(now),
                        Timestamp.from(sessionEnd(connection, identity, now)),
                        ip));
    }

    /** As late as the judge still took the assertion: what it allowed the clocks, the session is allowed. */
    private static Instant sessionEnd(Connection connection, Identity identity, Instant now) {
        Instant wanted = identity.sessionNotOnOrAfter();
        return Sessions.end(
                wanted == null ? null : wanted.plusSeconds(connection.details().clockSkewSeconds()),
                now);
    }

    /** For as long as the assertion could be taken again, also if the clocks are allowed more tomorrow than today. */
    private static Instant spentUntil(Identity identity) {
        return identity.spendUntil().plusSeconds(ConnectionDetails.MOST_CLOCK_SKEW_SECONDS);
    }

    private static Optional<String> found(@Nullable StableIdentifier place, Identity identity) {
        return place == null ? Optional.empty() : Identifiers.found(place, identity);
    }

    private static SsoSignIn.Outcome outcome(ResultSet row, SessionToken ticket)
            throws SQLException {
        String refusal = row.getString("refusal");
        if (refusal == null) {
            return new SsoSignIn.Outcome.Ticket(ticket.text());
        }
        return refusal.equals(STALE)
                ? new SsoSignIn.Outcome.Stale()
                : new SsoSignIn.Outcome.Refused(
                        Failure.of(
                                LoginError.valueOf(refusal),
                                row.getString("wanted"),
                                row.getString("came")));
    }
}
