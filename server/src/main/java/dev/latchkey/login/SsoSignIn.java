package dev.latchkey.login;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.connections.Connection;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.saml.Identity;
import dev.latchkey.shared.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Turns a verified identity into a session that waits for its browser: one short transaction with the same
 * statements for everybody. A refusal leaves nothing behind.
 */
@Component
class SsoSignIn {
    private final SpentAssertions spent;
    private final AuthnRequests requests;
    private final Directory directory;
    private final SignInPolicy policy;
    private final Sessions sessions;
    private final SsoHistory history;
    private final Identifiers identifiers;
    private final Audit audit;
    private final TransactionTemplate transaction;

    SsoSignIn(
            SpentAssertions spent,
            AuthnRequests requests,
            Directory directory,
            SignInPolicy policy,
            Sessions sessions,
            SsoHistory history,
            Identifiers identifiers,
            Audit audit,
            TransactionTemplate transaction) {
        this.spent = spent;
        this.requests = requests;
        this.directory = directory;
        this.policy = policy;
        this.sessions = sessions;
        this.history = history;
        this.identifiers = identifiers;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** A ticket for the browser, or why there is none. */
    sealed interface Outcome {
        record Ticket(String ticket) implements Outcome {}

        record Refused(Failure failure) implements Outcome {}
    }

    Outcome signIn(
            Connection connection,
            Identity identity,
            AuthnRequests.@Nullable Pending request,
            Instant now) {
        Outcome outcome =
                Objects.requireNonNull(
                        transaction.execute(status -> {
                            Outcome tried = attempt(connection, identity, request, now);
                            if (tried instanceof Outcome.Refused) {
                                status.setRollbackOnly();
                            }
                            return tried;
                        }));
        if (outcome instanceof Outcome.Refused(Failure failure) && concerns(failure)) {
            identifiers.ask(connection, identity);
        }
        return outcome;
    }

    /** Whether the IdP's own identifier tells an admin more of this refusal. */
    private static boolean concerns(Failure failure) {
        return failure.code().equals(LoginError.IDENTIFIER_CHANGED.code())
                || failure.code().equals(LoginError.USER_UNKNOWN.code());
    }

    private Outcome attempt(
            Connection connection,
            Identity identity,
            AuthnRequests.@Nullable Pending request,
            Instant now) {
        if (!spent.spend(connection.id(), identity.assertionId(), identity.spendUntil())) {
            return refused(
                    LoginError.ASSERTION_REPLAYED, "a new assertion", identity.assertionId());
        }
        if (request != null && !requests.spend(connection, request.id(), now)) {
            return refused(LoginError.REQUEST_ANSWERED, "an open request", request.id());
        }
        List<User> users =
                EmailAddress.parse(identity.email())
                        .map(email -> directory.usersByEmail(connection.organization(), email))
                        .orElse(List.of());
        if (users.size() != 1) {
            return users.isEmpty()
                    ? refused(LoginError.USER_UNKNOWN, "a user's address", identity.email())
                    : refused(LoginError.AMBIGUOUS_ADDRESS, "one user", emails(users));
        }
        User user = users.getFirst();
        if (!user.active()) {
            return refused(LoginError.USER_INACTIVE, "an active user", user.email());
        }
        if (!policy.standing(user).allows(connection.id())) {
            return refused(LoginError.USER_NOT_ENABLED, "an enabled user", user.email());
        }
        return switch (identifiers.look(connection, identity, user)) {
            case Identifiers.Seen.Same same -> accept(connection, identity, request, user, now);
            case Identifiers.Seen.Missing(String where) ->
                    refused(LoginError.IDENTIFIER_MISSING, where, "none, or several");
            case Identifiers.Seen.Other(String remembered, String found) ->
                    refused(LoginError.IDENTIFIER_CHANGED, remembered, found);
        };
    }

    private Outcome accept(
            Connection connection,
            Identity identity,
            AuthnRequests.@Nullable Pending request,
            User user,
            Instant now) {
        String ticket =
                sessions.await(
                        user,
                        connection,
                        identity,
                        request == null ? null : request.browserHash(),
                        request == null ? null : request.returnTo(),
                        now);
        history.signedIn(user.organization(), user.id(), connection.id(), now);
        if (!directory.signedIn(user, now)) {
            return refused(LoginError.USER_INACTIVE, "an unchanged user", user.email());
        }
        audit.record(
                new Actor(Actor.Kind.IDP, connection.id().toString(), identity.issuer()),
                user.organization(),
                "login.sso",
                "user",
                user.id().toString(),
                Map.of("assertion", identity.assertionId(), "signedBy", identity.signedBy()));
        return new Outcome.Ticket(ticket);
    }

    private static String emails(List<User> users) {
        return String.join(", ", users.stream().map(User::email).toList());
    }

    private static Outcome refused(LoginError error, String expected, String found) {
        return new Outcome.Refused(Failure.of(error, expected, found));
    }
}
