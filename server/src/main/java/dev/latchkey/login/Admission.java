package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.StableIdentifier;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.LoginError;
import dev.latchkey.saml.Identity;
import dev.latchkey.saml.NameId;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Sid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Repository;

/**
 * Lets a verified identity in, or not, by one statement that is a transaction of its own ({@code R__sign_in.sql}, ADR
 * 12): the same for everybody, and a refusal leaves nothing behind.
 */
@Repository
class Admission {
    private static final String STALE = "STALE";
    private static final String RIVAL = "LK001";

    private static final String SIGN_IN =
            """
            select * from sign_in_by_sso(
                p_organization => ?, p_connection => ?, p_connection_version => ?, p_assertion => ?,
                p_spent_until => ?, p_request => ?, p_email_key => ?, p_actor => ?, p_issuer => ?,
                p_signed_by => ?, p_name_id => ?, p_name_id_format => ?, p_name_qualifier => ?,
                p_sp_name_qualifier => ?, p_session_index => ?, p_identified => ?, p_identifier => ?,
                p_admitted => ?, p_session => ?, p_ticket_hash => ?, p_record => ?, p_now => ?,
                p_ends_at => ?, p_ip => ?)
            """;

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
        Asking asking =
                new Asking(
                        connection,
                        identity,
                        SpentAssertions.key(identity.assertionId()),
                        request,
                        found(place, identity).orElse(null),
                        now);
        String key = EmailAddress.parse(identity.email()).map(EmailAddress::key).orElse(null);
        return Objects.requireNonNull(
                statements.queryForObject(
                        SIGN_IN,
                        Asked.key("asked_session", ticket.session())
                                .and("asked_ticket_hash", ticket.secretHash())
                                .and("asked_connection", connection.id())
                                .and("asked_email_key", key)
                                .answers((row, number) -> outcome(row, ticket, asking)),
                        connection.organization().value(),
                        connection.id().value(),
                        connection.version(),
                        asking.assertion(),
                        Timestamp.from(spentUntil(identity)),
                        request,
                        key,
                        connection.id().toString(),
                        identity.issuer(),
                        identity.signedBy(),
                        name == null ? null : name.value(),
                        name == null ? null : name.format(),
                        name == null ? null : name.nameQualifier(),
                        name == null ? null : name.spNameQualifier(),
                        identity.sessionIndex(),
                        place != null,
                        asking.identifier(),
                        admitted,
                        ticket.session(),
                        ticket.secretHash(),
                        Sid.newUuid(),
                        Timestamp.from(now),
                        Timestamp.from(sessionEnd(connection, identity, now)),
                        ip));
    }

    /**
     * What a refusal is told by.
     *
     * @param assertion its id, as it is kept
     * @param identifier the IdP's own for the person (requirement D12); null where none is looked for or there
     */
    private record Asking(
            Connection connection,
            Identity identity,
            String assertion,
            @Nullable String request,
            @Nullable String identifier,
            Instant now) {}

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

    private static SsoSignIn.Outcome outcome(ResultSet row, SessionToken ticket, Asking asking)
            throws SQLException {
        String refusal = row.getString("refusal");
        if (refusal == null) {
            return new SsoSignIn.Outcome.Ticket(ticket.text());
        }
        return refusal.equals(STALE)
                ? new SsoSignIn.Outcome.Stale()
                : new SsoSignIn.Outcome.Refused(
                        failure(LoginError.valueOf(refusal), row.getString("held"), asking));
    }

    /** What was wanted and what came: from what was asked, and from what the database holds against it. */
    private static Failure failure(LoginError error, @Nullable String held, Asking asking) {
        return switch (error) {
            case ASSERTION_REPLAYED -> Failure.of(error, "a new assertion", asking.assertion());
            case REQUEST_UNKNOWN -> Failure.of(error, "a request of ours", asking.request());
            case REQUEST_ANSWERED -> Failure.of(error, "an open request", asking.request());
            case REQUEST_EXPIRED ->
                    Failure.of(
                            error,
                            "an answer before " + held,
                            asking.now().truncatedTo(ChronoUnit.SECONDS).toString());
            case USER_UNKNOWN -> Failure.of(error, "a user's address", asking.identity().email());
            case AMBIGUOUS_ADDRESS -> Failure.of(error, "one user", held);
            case USER_INACTIVE -> Failure.of(error, "an active user", held);
            case USER_NOT_ENABLED -> Failure.of(error, "an enabled user", held);
            case IDENTIFIER_MISSING ->
                    Failure.of(error, place(asking.connection()), "none, or several");
            case IDENTIFIER_CHANGED ->
                    Failure.of(error, held == null ? "nobody's yet" : held, asking.identifier());
            default -> throw new IllegalStateException("no refusal of a sign-in: " + error);
        };
    }

    private static @Nullable String place(Connection connection) {
        StableIdentifier place = connection.stableIdentifier();
        return place == null ? null : Identifiers.described(place);
    }
}
