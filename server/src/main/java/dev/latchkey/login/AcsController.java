package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.Verdict;
import dev.latchkey.shared.ConnectionId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The assertion consumer service (SAML Profiles 4.1.4). RelayState is never read: our side knows where to go. */
@Controller
class AcsController {
    /** A largest message in base64, URL-encoded, with room for RelayState. */
    private static final long LARGEST = 1024 * 1024;

    private final Connections connections;
    private final AuthnRequests requests;
    private final SsoSignIn signIn;
    private final LoginCookies cookies;
    private final FailurePage failurePage;
    private final Clock clock;

    AcsController(
            Connections connections,
            AuthnRequests requests,
            SsoSignIn signIn,
            LoginCookies cookies,
            FailurePage failurePage,
            Clock clock) {
        this.connections = connections;
        this.requests = requests;
        this.signIn = signIn;
        this.cookies = cookies;
        this.failurePage = failurePage;
        this.clock = clock;
    }

    @PostMapping("/saml/{sid}/acs")
    ModelAndView receive(
            @PathVariable String sid, HttpServletRequest request, HttpServletResponse answer) {
        Connection connection =
                ConnectionId.parse(sid)
                        .flatMap(connections::find)
                        .filter(Connection::active)
                        .orElse(null);
        if (connection == null) {
            return failurePage.show(
                    Failure.of(LoginError.CONNECTION_UNAVAILABLE),
                    Failures.About.nobody(),
                    request);
        }
        long length = request.getContentLengthLong();
        if (length < 0 || length > LARGEST) {
            return refuse(Failure.of(LoginError.REQUEST_TOO_LARGE), connection, null, request);
        }
        String[] fields = request.getParameterValues("SAMLResponse");
        if (fields == null || fields.length != 1) {
            return refuse(Failure.of(LoginError.MESSAGE_MISSING), connection, null, request);
        }
        ReceivedResponse response = ReceivedResponse.decode(fields[0], connections.messageLimits());
        if (response.claimedInResponseTo() != null) {
            // This IdP does name the request that it answers: what was restarted for it has not
            // gone round.
            cookies.clearRestart(answer);
        }
        return judge(connection, response, request);
    }

    private ModelAndView judge(
            Connection connection, ReceivedResponse response, HttpServletRequest request) {
        Instant now = clock.instant();
        String claimed = response.claimedInResponseTo();
        if (claimed == null) {
            return unsolicited(connection, response, request, now);
        }
        AuthnRequests.Pending pending = requests.find(connection, claimed).orElse(null);
        if (pending == null) {
            Failure failure = Failure.of(LoginError.REQUEST_UNKNOWN, "a request of ours", claimed);
            return refuse(failure, connection, response, request);
        }
        if (!now.isBefore(pending.expiresAt())) {
            Failure failure =
                    Failure.of(
                            LoginError.REQUEST_EXPIRED,
                            "an answer before " + pending.expiresAt(),
                            now.toString());
            return refuse(failure, connection, response, request);
        }
        Verdict verdict =
                ResponseJudge.judge(response, expectations(connection, pending.id(), now), now);
        return conclude(connection, response, verdict, pending, request, now);
    }

    /** Nobody asked for it here: ask anew, unless this connection takes such Responses (requirement D10). */
    private ModelAndView unsolicited(
            Connection connection,
            ReceivedResponse response,
            HttpServletRequest request,
            Instant now) {
        Verdict verdict = ResponseJudge.judge(response, expectations(connection, null, now), now);
        if (verdict instanceof Verdict.Accepted && !connection.acceptUnsolicited()) {
            return seeOther("/login/sso?restarted=true&connection=" + connection.id());
        }
        return conclude(connection, response, verdict, null, request, now);
    }

    private ModelAndView conclude(
            Connection connection,
            ReceivedResponse response,
            Verdict verdict,
            AuthnRequests.@Nullable Pending pending,
            HttpServletRequest request,
            Instant now) {
        return switch (verdict) {
            case Verdict.Rejected rejected ->
                    refuse(Failure.of(rejected), connection, response, request);
            case Verdict.Accepted accepted ->
                    switch (signIn.signIn(connection, accepted.identity(), pending, now)) {
                        case SsoSignIn.Outcome.Ticket(var ticket) ->
                                seeOther("/login/finish?ticket=" + ticket);
                        case SsoSignIn.Outcome.Refused(var failure) ->
                                refuse(failure, connection, response, request);
                    };
        };
    }

    private Expectations expectations(
            Connection connection, @Nullable String requestId, Instant now) {
        return connections.expectations(connection, requestId, now);
    }

    private static ModelAndView seeOther(String path) {
        RedirectView view = new RedirectView(path, true);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return new ModelAndView(view);
    }

    private ModelAndView refuse(
            Failure failure,
            Connection connection,
            @Nullable ReceivedResponse response,
            HttpServletRequest request) {
        byte[] message = response == null ? null : response.xml();
        Failures.About about =
                new Failures.About(connection.organization(), connection.id(), null, message);
        return failurePage.show(failure, about, request);
    }
}
