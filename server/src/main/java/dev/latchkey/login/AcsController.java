package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.FailurePage;
import dev.latchkey.failures.Failures;
import dev.latchkey.failures.LoginError;
import dev.latchkey.failures.SamlForm;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.shared.ConnectionId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The assertion consumer service (SAML Profiles 4.1.4). RelayState is never read: our side knows where to go. */
@Controller
class AcsController {
    private final Connections connections;
    private final SsoSignIn signIn;
    private final AuthnRequests requests;
    private final LoginCookies cookies;
    private final FailurePage failurePage;
    private final Clock clock;

    AcsController(
            Connections connections,
            SsoSignIn signIn,
            AuthnRequests requests,
            LoginCookies cookies,
            FailurePage failurePage,
            Clock clock) {
        this.connections = connections;
        this.signIn = signIn;
        this.requests = requests;
        this.cookies = cookies;
        this.failurePage = failurePage;
        this.clock = clock;
    }

    /** The page that refuses; nothing where the answer is written. */
    @PostMapping("/saml/{sid}/acs")
    @Nullable ModelAndView receive(
            @PathVariable String sid, HttpServletRequest request, HttpServletResponse answer) {
        Connection connection =
                ConnectionId.parse(sid)
                        .flatMap(connections::recent)
                        .filter(Connection::active)
                        .orElse(null);
        if (connection == null) {
            return unavailable(request);
        }
        Failure tooLarge = SamlForm.tooLarge(request, connections.messageLimits());
        if (tooLarge != null) {
            return refuse(tooLarge, connection, null, request);
        }
        String[] fields = request.getParameterValues("SAMLResponse");
        if (fields == null || fields.length != 1) {
            return refuse(SamlForm.missing(request, "one SAMLResponse"), connection, null, request);
        }
        ReceivedResponse response = ReceivedResponse.decode(fields[0], connections.messageLimits());
        if (response.claimedInResponseTo() != null) {
            // This IdP does name the request that it answers: what was restarted for it has not
            // gone round.
            cookies.clearRestart(answer);
        }
        return receive(connection, response, request, answer);
    }

    private @Nullable ModelAndView receive(
            Connection connection,
            ReceivedResponse response,
            HttpServletRequest request,
            HttpServletResponse answer) {
        Instant now = clock.instant();
        String ip = ClientAddress.of(request).toString();
        SsoSignIn.Outcome outcome = signIn.signIn(connection, response, ip, now);
        if (outcome instanceof SsoSignIn.Outcome.Ticket) {
            return conclude(outcome, connection, response, request, answer);
        }
        Connection present =
                connections
                        .find(connection.organization(), connection.id())
                        .filter(Connection::active)
                        .orElse(null);
        if (present == null) {
            return unavailable(request);
        }
        // What was kept of the connection may have been of yesterday: nobody is refused for that.
        return present.version() == connection.version()
                ? conclude(outcome, present, response, request, answer)
                : conclude(
                        signIn.signIn(present, response, ip, now),
                        present,
                        response,
                        request,
                        answer);
    }

    private @Nullable ModelAndView conclude(
            SsoSignIn.Outcome outcome,
            Connection connection,
            ReceivedResponse response,
            HttpServletRequest request,
            HttpServletResponse answer) {
        return switch (outcome) {
            case SsoSignIn.Outcome.Ticket(String ticket) -> {
                Redirects.seeOther(answer, "/login/finish?ticket=" + ticket);
                yield null;
            }
            case SsoSignIn.Outcome.Unsolicited unsolicited -> {
                Redirects.seeOther(
                        answer, "/login/sso?restarted=true&connection=" + connection.id());
                yield null;
            }
            case SsoSignIn.Outcome.Stale stale -> unavailable(request);
            case SsoSignIn.Outcome.Refused(Failure failure) ->
                    refuse(failure, connection, response, request);
        };
    }

    private ModelAndView unavailable(HttpServletRequest request) {
        return failurePage.show(
                Failure.of(LoginError.CONNECTION_UNAVAILABLE), Failures.About.nobody(), request);
    }

    /** Who it was and where they wanted to go is asked only here, where it went wrong. */
    private ModelAndView refuse(
            Failure failure,
            Connection connection,
            @Nullable ReceivedResponse response,
            HttpServletRequest request) {
        String claimed = response == null ? null : response.claimedInResponseTo();
        AuthnRequests.Pending asked =
                claimed == null ? null : requests.find(connection, claimed).orElse(null);
        Failures.About about =
                new Failures.About(
                        connection.organization(),
                        connection.id(),
                        asked == null ? null : asked.email(),
                        response == null ? null : response.xml());
        return failurePage.show(
                failure, about, request, asked == null ? null : asked.purpose().page());
    }
}
