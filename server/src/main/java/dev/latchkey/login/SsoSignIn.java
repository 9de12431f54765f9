package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.LoginError;
import dev.latchkey.saml.Identity;
import dev.latchkey.saml.Reason;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns a Response into a session that waits for its browser. The message is judged by the connection as it is given;
 * whether it still is that one is asked by the statement that lets the user in.
 */
@Component
class SsoSignIn {
    private final Connections connections;
    private final AuthnRequests requests;
    private final Admission admission;
    private final Identifiers identifiers;

    SsoSignIn(
            Connections connections,
            AuthnRequests requests,
            Admission admission,
            Identifiers identifiers) {
        this.connections = connections;
        this.requests = requests;
        this.admission = admission;
        this.identifiers = identifiers;
    }

    /** What comes of a Response. */
    sealed interface Outcome {
        /** Fetches the session. */
        record Ticket(String ticket) implements Outcome {}

        record Refused(Failure failure) implements Outcome {}

        /** Nobody asked for it here, and this connection accepts no such Responses: ask again (requirement D10). */
        record Unsolicited() implements Outcome {}

        /** The connection was changed or disabled meanwhile. */
        record Stale() implements Outcome {}
    }

    /** @param ip the address that the message came from, for the record */
    Outcome signIn(Connection connection, ReceivedResponse response, String ip, Instant now) {
        String claimed = response.claimedInResponseTo();
        Verdict verdict =
                ResponseJudge.judge(
                        response, connections.expectations(connection, claimed, now), now);
        return switch (verdict) {
            case Verdict.Rejected rejected ->
                    new Outcome.Refused(
                            requestFailure(connection, claimed, now)
                                    .or(() -> shut(connection, rejected))
                                    .orElseGet(() -> Failure.of(rejected)));
            case Verdict.Accepted(Identity identity, var checks) ->
                    claimed == null && !connection.acceptUnsolicited()
                            ? new Outcome.Unsolicited()
                            : admit(connection, identity, claimed, ip, now);
        };
    }

    /** What is encrypted is not expected where our key does not open; then that is the reason. */
    private Optional<Failure> shut(Connection connection, Verdict.Rejected rejected) {
        return rejected.reason() == Reason.ENCRYPTION_NOT_EXPECTED
                ? connections
                        .keyProblem(connection)
                        .map(problem -> Failure.of(LoginError.KEY_UNAVAILABLE, problem))
                : Optional.empty();
    }

    /** What is wrong with the request says more to people than what is wrong with its answer. */
    private Optional<Failure> requestFailure(
            Connection connection, @Nullable String claimed, Instant now) {
        if (claimed == null) {
            return Optional.empty();
        }
        AuthnRequests.Pending pending = requests.find(connection, claimed).orElse(null);
        if (pending == null) {
            return Optional.of(
                    Failure.of(LoginError.REQUEST_UNKNOWN, "a request of ours", claimed));
        }
        return now.isBefore(pending.expiresAt())
                ? Optional.empty()
                : Optional.of(
                        Failure.of(
                                LoginError.REQUEST_EXPIRED,
                                "an answer before " + pending.expiresAt(),
                                now.toString()));
    }

    private Outcome admit(
            Connection connection,
            Identity identity,
            @Nullable String request,
            String ip,
            Instant now) {
        Outcome outcome = admission.admit(connection, identity, request, ip, now);
        if (outcome instanceof Outcome.Refused(Failure failure) && concerns(failure)) {
            identifiers.ask(connection, identity);
        }
        return outcome;
    }

    /** Whether the IdP's own identifier tells an admin more of this refusal. */
    private static boolean concerns(Failure failure) {
        return failure.error() == LoginError.IDENTIFIER_CHANGED
                || failure.error() == LoginError.USER_UNKNOWN;
    }
}
