package dev.latchkey.login;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.FailurePage;
import dev.latchkey.failures.Failures;
import dev.latchkey.failures.LoginError;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.saml.AuthnRequest;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.saml.PostForm;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Sends the browser to the IdP with a request that only this browser can have answered. */
@Controller
class SsoController {
    private final Connections connections;
    private final AuthnRequests requests;
    private final LoginCookies cookies;
    private final RateLimits limits;
    private final FailurePage failurePage;
    private final Clock clock;

    SsoController(
            Connections connections,
            AuthnRequests requests,
            LoginCookies cookies,
            RateLimits limits,
            FailurePage failurePage,
            Clock clock) {
        this.connections = connections;
        this.requests = requests;
        this.cookies = cookies;
        this.limits = limits;
        this.failurePage = failurePage;
        this.clock = clock;
    }

    /** What somebody wants to sign in for, and as whom, by what they typed. */
    private record Wish(Purpose purpose, @Nullable String email) {}

    @GetMapping("/login/sso")
    ModelAndView start(
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            @RequestParam(name = "email", defaultValue = "") String typed,
            @RequestParam(defaultValue = "false") boolean restarted,
            HttpServletRequest request,
            HttpServletResponse response) {
        Connection found =
                ConnectionId.parse(connection)
                        .flatMap(connections::find)
                        .filter(Connection::active)
                        .orElse(null);
        if (found == null) {
            return refuse(LoginError.CONNECTION_UNAVAILABLE, null, request);
        }
        if (!limits.allowSignIn("sso", ClientAddress.of(request))) {
            return refuse(LoginError.TOO_MANY_ATTEMPTS, found, request);
        }
        if (restarted && !cookies.markRestart(request, response)) {
            return refuse(LoginError.UNSOLICITED_LOOP, found, request);
        }
        Wish wish =
                new Wish(
                        Purpose.of(to),
                        EmailAddress.parse(typed.strip()).map(EmailAddress::value).orElse(null));
        if (!found.signAuthnRequests()) {
            return send(found, null, wish, cookies.bind(request, response), response);
        }
        return switch (connections.signingKey(found)) {
            case Result.Ok<SigningKey>(SigningKey key) ->
                    send(found, key, wish, cookies.bind(request, response), response);
            case Result.Refused<SigningKey>(List<Problem> problems) ->
                    refuse(
                            Failure.of(LoginError.KEY_UNAVAILABLE, problems.getFirst()),
                            found,
                            request);
        };
    }

    private ModelAndView send(
            Connection connection,
            @Nullable SigningKey key,
            Wish wish,
            String browser,
            HttpServletResponse response) {
        Instant now = clock.instant();
        AuthnRequests.Sent sent =
                requests.create(connection, browser, wish.purpose(), wish.email(), now);
        AuthnRequest message =
                new AuthnRequest(
                        sent.id(),
                        now,
                        connection.ssoUrl(),
                        connections.spEntityId(connection),
                        connections.acsUrl(connection),
                        wantedFormat(connection.email()),
                        false);
        response.setHeader("Cache-Control", "no-store");
        if (connection.ssoBinding() == Binding.HTTP_REDIRECT) {
            return new ModelAndView(new RedirectView(message.redirectUrl(sent.relayState(), key)));
        }
        PostForm form = message.postForm(sent.relayState(), key);
        return PostPage.of(form, "Continue to your organization's sign-in", response);
    }

    private static @Nullable String wantedFormat(EmailSource source) {
        return source instanceof EmailSource.NameId ? NameIdFormat.EMAIL_ADDRESS : null;
    }

    private ModelAndView refuse(
            LoginError error, @Nullable Connection connection, HttpServletRequest request) {
        return refuse(Failure.of(error), connection, request);
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
