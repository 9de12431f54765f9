package dev.latchkey.logout;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.FailurePage;
import dev.latchkey.failures.Failures;
import dev.latchkey.failures.LoginError;
import dev.latchkey.failures.SamlForm;
import dev.latchkey.login.PostPage;
import dev.latchkey.login.SpentAssertions;
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
import java.util.function.Function;
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
    private final NamedByIdp named;
    private final SpentAssertions spent;
    private final Audit audit;
    private final Failures failures;
    private final FailurePage failurePage;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SloController(
            Connections connections,
            NamedByIdp named,
            SpentAssertions spent,
            Audit audit,
            Failures failures,
            FailurePage failurePage,
            TransactionTemplate transaction,
            Clock clock) {
        this.connections = connections;
        this.named = named;
        this.spent = spent;
        this.audit = audit;
        this.failures = failures;
        this.failurePage = failurePage;
        this.transaction = transaction;
        this.clock = clock;
    }

    @GetMapping("/saml/{sid}/slo")
    ModelAndView redirected(
            @PathVariable String sid, HttpServletRequest request, HttpServletResponse response) {
        return received(
                sid,
                request,
                response,
                expectations ->
                        Logout.judgeRedirect(query(request), expectations, clock.instant()));
    }

    private static String query(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? "" : query;
    }

    @PostMapping("/saml/{sid}/slo")
    ModelAndView posted(
            @PathVariable String sid, HttpServletRequest request, HttpServletResponse response) {
        Failure tooLarge = SamlForm.tooLarge(request, connections.messageLimits());
        if (tooLarge != null) {
            return refuse(tooLarge, find(sid).orElse(null), request);
        }
        String asked = request.getParameter("SAMLRequest");
        String message = asked == null ? request.getParameter("SAMLResponse") : asked;
        return received(
                sid,
                request,
                response,
                expectations ->
                        Logout.judgePost(
                                message == null ? "" : message, expectations, clock.instant()));
    }

    private ModelAndView received(
            String sid,
            HttpServletRequest request,
            HttpServletResponse response,
            Function<Logout.Expectations, Logout.Judgement> judge) {
        Connection connection = find(sid).orElse(null);
        boolean asks = request.getParameter("SAMLRequest") != null;
        boolean answers = request.getParameter("SAMLResponse") != null;
        if (asks && answers) {
            return refuse(
                    SamlForm.missing(request, "one SAMLRequest or SAMLResponse"),
                    connection,
                    request);
        }
        if (asks && connection == null) {
            return refuse(Failure.of(LoginError.CONNECTION_UNAVAILABLE), null, request);
        }
        if (!asks && (!answers || connection == null)) {
            return signedOut(connection, true);
        }
        return answer(
                Objects.requireNonNull(connection),
                judge.apply(expectations(connection)),
                answers,
                request,
                response);
    }

    /**
     * What is sent in answer to our LogoutRequest ends nothing and begins nothing, so whatever is wrong with it, the
     * person goes on. The page that they come to knows for itself whether they are signed out here.
     *
     * @param there whether the IdP says that they are signed out there too
     */
    private static ModelAndView signedOut(@Nullable Connection connection, boolean there) {
        return new ModelAndView(
                "redirect:" + LogoutController.path(connection) + (there ? "" : "&there=false"));
    }

    private ModelAndView answer(
            Connection connection,
            Logout.Judgement judgement,
            boolean answers,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (judgement) {
            case Logout.ResponseAccepted accepted -> signedOut(connection, accepted.success());
            case Logout.RequestAccepted asked -> {
                Ended ended = end(connection, asked);
                yield ended == Ended.BEFORE
                        ? refuse(replayed(asked), connection, request)
                        : confirm(connection, asked, ended, request, response);
            }
            case Logout.Refused refused when answers -> {
                // Many IdPs don't sign it. What is signed and broken is worth a look.
                if (refused.reason() != Reason.NOT_SIGNED) {
                    failures.record(failure(connection, refused), about(connection), request);
                }
                yield signedOut(connection, false);
            }
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

    /** What came of ending what the IdP named. */
    private enum Ended {
        /** It is over here, now or since long. */
        DONE,
        /** Nobody here has ever had that name: whoever is meant may still be signed in under another. */
        UNKNOWN,
        /** This request was used before. */
        BEFORE
    }

    private Ended end(Connection connection, Logout.RequestAccepted asked) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    String once = "logout:" + asked.id();
                    if (!spent.spend(connection.id(), once, asked.spendUntil())) {
                        return Ended.BEFORE;
                    }
                    int ended = named.end(connection, asked.nameId(), asked.sessionIndexes());
                    audit.record(
                            new Actor(
                                    Actor.Kind.IDP,
                                    connection.id().toString(),
                                    connection.idpEntityId()),
                            connection.organization(),
                            LogoutAction.LOGIN_IDP_LOGOUT,
                            "connection",
                            connection.id().toString(),
                            Map.of("ended", ended));
                    return ended > 0 || named.isKnown(connection, asked.nameId())
                            ? Ended.DONE
                            : Ended.UNKNOWN;
                }));
    }

    private ModelAndView confirm(
            Connection connection,
            Logout.RequestAccepted asked,
            Ended ended,
            HttpServletRequest request,
            HttpServletResponse response) {
        String target = connection.sloResponseUrl();
        if (target == null) {
            target = connection.sloUrl();
        }
        if (target == null) {
            return signedOut(connection, true);
        }
        Logout.Response message =
                new Logout.Response(
                        "_" + Tokens.random(),
                        clock.instant(),
                        target,
                        connections.spEntityId(connection),
                        asked.id(),
                        ended == Ended.DONE
                                ? Logout.Status.SUCCESS
                                : Logout.Status.UNKNOWN_PRINCIPAL);
        String relayState = request.getParameter("RelayState");
        return switch (connections.signingKey(connection)) {
            case Result.Ok<SigningKey>(SigningKey key) ->
                    connection.sloBinding() == Binding.HTTP_POST
                            ? PostPage.of(
                                    message.postForm(relayState, key),
                                    ended == Ended.DONE
                                            ? "You are signed out here"
                                            : "Nobody here has that name",
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
        return failurePage.show(
                failure, connection == null ? Failures.About.nobody() : about(connection), request);
    }

    private static Failures.About about(Connection connection) {
        return new Failures.About(connection.organization(), connection.id(), null, null);
    }
}
