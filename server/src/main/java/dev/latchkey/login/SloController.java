package dev.latchkey.login;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.Reason;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The single logout service (SAML Profiles 4.4): the IdP's requests, and its answers to ours. */
@Controller
class SloController {
    private final Connections connections;
    private final Sessions sessions;
    private final SpentAssertions spent;
    private final Audit audit;
    private final FailurePage failurePage;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SloController(
            Connections connections,
            Sessions sessions,
            SpentAssertions spent,
            Audit audit,
            FailurePage failurePage,
            TransactionTemplate transaction,
            Clock clock) {
        this.connections = connections;
        this.sessions = sessions;
        this.spent = spent;
        this.audit = audit;
        this.failurePage = failurePage;
        this.transaction = transaction;
        this.clock = clock;
    }

    @GetMapping("/saml/{sid}/slo")
    ModelAndView redirected(
            @PathVariable String sid, HttpServletRequest request, HttpServletResponse response) {
        Connection connection = find(sid).orElse(null);
        String query = request.getQueryString();
        if (connection == null || query == null) {
            return refuse(Failure.of(LoginError.CONNECTION_UNAVAILABLE), connection, request);
        }
        return answer(
                connection,
                Logout.judgeRedirect(query, expectations(connection), clock.instant()),
                request,
                response);
    }

    @PostMapping("/saml/{sid}/slo")
    ModelAndView posted(
            @PathVariable String sid, HttpServletRequest request, HttpServletResponse response) {
        Connection connection = find(sid).orElse(null);
        if (connection == null) {
            return refuse(Failure.of(LoginError.CONNECTION_UNAVAILABLE), null, request);
        }
        Failure tooLarge = SamlForm.tooLarge(request, connections.messageLimits());
        if (tooLarge != null) {
            return refuse(tooLarge, connection, request);
        }
        String asked = request.getParameter("SAMLRequest");
        String answered = request.getParameter("SAMLResponse");
        String message = asked == null ? answered : asked;
        if (message == null || (asked != null && answered != null)) {
            return refuse(
                    SamlForm.missing(request, "one SAMLRequest or SAMLResponse"),
                    connection,
                    request);
        }
        return answer(
                connection,
                Logout.judgePost(message, expectations(connection), clock.instant()),
                request,
                response);
    }

    private ModelAndView answer(
            Connection connection,
            Logout.Judgement judgement,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (judgement) {
            case Logout.ResponseAccepted _ -> LogoutController.afterLogout(connection, response);
            case Logout.RequestAccepted asked ->
                    end(connection, asked)
                            ? confirm(connection, asked, request, response)
                            : refuse(replayed(asked), connection, request);
            case Logout.Refused refused ->
                    refuse(failure(connection, refused), connection, request);
        };
    }

    /** A name that is encrypted is missing where our key does not open; then that is the reason. */
    private Failure failure(Connection connection, Logout.Refused refused) {
        Optional<Problem> shut =
                refused.reason() == Reason.NAME_ID_MISSING
                        ? connections.keyProblem(connection)
                        : Optional.empty();
        return shut.map(problem -> Failure.of(LoginError.KEY_UNAVAILABLE, problem))
                .orElseGet(() ->
                        new Failure(
                                LoginError.LOGOUT_REJECTED,
                                refused.reason().code(),
                                refused.expected(),
                                refused.found(),
                                List.of()));
    }

    private static Failure replayed(Logout.RequestAccepted asked) {
        return Failure.of(LoginError.LOGOUT_REJECTED, "a new LogoutRequest", asked.id());
    }

    /** Ends what the IdP named; false when this request was used before. */
    private boolean end(Connection connection, Logout.RequestAccepted asked) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    String once = "logout:" + asked.id();
                    if (!spent.spend(connection.id(), once, asked.spendUntil())) {
                        return false;
                    }
                    int ended =
                            sessions.endAtIdp(connection, asked.nameId(), asked.sessionIndexes());
                    audit.record(
                            new Actor(
                                    Actor.Kind.IDP,
                                    connection.id().toString(),
                                    connection.idpEntityId()),
                            connection.organization(),
                            "login.idp_logout",
                            "connection",
                            connection.id().toString(),
                            Map.of("ended", ended));
                    return true;
                }));
    }

    private ModelAndView confirm(
            Connection connection,
            Logout.RequestAccepted asked,
            HttpServletRequest request,
            HttpServletResponse response) {
        String target = connection.sloResponseUrl();
        if (target == null) {
            target = connection.sloUrl();
        }
        if (target == null) {
            return new ModelAndView("redirect:/login/out");
        }
        Logout.Response message =
                new Logout.Response(
                        "_" + Tokens.random(),
                        clock.instant(),
                        target,
                        connections.spEntityId(connection),
                        asked.id(),
                        true);
        String relayState = request.getParameter("RelayState");
        return switch (connections.signingKey(connection)) {
            case Result.Ok<SigningKey>(SigningKey key) ->
                    connection.sloBinding() == Binding.HTTP_POST
                            ? PostPage.of(
                                    message.postForm(relayState, key),
                                    "You are signed out here",
                                    response)
                            : new ModelAndView(
                                    new RedirectView(message.redirectUrl(relayState, key)));
            case Result.Refused<SigningKey>(List<Problem> problems) ->
                    refuse(
                            Failure.of(LoginError.KEY_UNAVAILABLE, problems.getFirst()),
                            connection,
                            request);
        };
    }

    private Optional<Connection> find(String sid) {
        return ConnectionId.parse(sid).flatMap(connections::find).filter(Connection::active);
    }

    private Logout.Expectations expectations(Connection connection) {
        Expectations known = connections.expectations(connection, null, clock.instant());
        return new Logout.Expectations(
                connection.idpEntityId(),
                known.spEntityId(),
                connections.sloUrl(connection),
                known.certificates(),
                known.decryptionKeys(),
                known.concessions(),
                known.clockSkew(),
                known.refuseExpiredCertificates(),
                known.limits());
    }

    private ModelAndView refuse(
            Failure failure, @Nullable Connection connection, HttpServletRequest request) {
        Failures.About about =
                connection == null
                        ? Failures.About.nobody()
                        : new Failures.About(
                                connection.organization(), connection.id(), null, null);
        return failurePage.show(failure, about, request);
    }
}
