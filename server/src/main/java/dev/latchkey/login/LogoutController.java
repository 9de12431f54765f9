package dev.latchkey.login;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Ends a session here first, and then tells the IdP or goes where the connection wants (requirement A16). */
@Controller
class LogoutController {
    private final LoginCookies cookies;
    private final Sessions sessions;
    private final Connections connections;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    LogoutController(
            LoginCookies cookies,
            Sessions sessions,
            Connections connections,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.connections = connections;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    @PostMapping("/logout")
    ModelAndView logout(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> id = cookies.session(request);
        Optional<Session> session = id.flatMap(value -> sessions.find(value, clock.instant()));
        if (id.isPresent() && session.isPresent()) {
            end(id.get(), session.get());
        }
        cookies.clearSession(response);
        return session.map(ended -> onward(ended, response)).orElseGet(LogoutController::goodbye);
    }

    @GetMapping("/login/out")
    String signedOut() {
        return "login/out";
    }

    private void end(String id, Session session) {
        transaction.executeWithoutResult(status -> {
            sessions.end(id);
            String user = session.user().toString();
            audit.record(
                    new Actor(Actor.Kind.USER, user, user),
                    session.organization(),
                    LoginAction.LOGIN_LOGOUT,
                    "user",
                    user,
                    Map.of());
        });
    }

    private ModelAndView onward(Session session, HttpServletResponse response) {
        Connection connection = connectionOf(session);
        if (connection == null || !connection.active()) {
            return goodbye();
        }
        NameId name = session.nameId();
        String sloUrl = connection.sloUrl();
        if (sloUrl != null && name != null) {
            return tellIdp(connection, sloUrl, name, session.sessionIndex(), response);
        }
        return afterLogout(connection, response);
    }

    private @Nullable Connection connectionOf(Session session) {
        return session.connection() == null
                ? null
                : connections.find(session.organization(), session.connection()).orElse(null);
    }

    private ModelAndView tellIdp(
            Connection connection,
            String sloUrl,
            NameId name,
            @Nullable String index,
            HttpServletResponse response) {
        Logout.Request message =
                new Logout.Request(
                        "_" + Tokens.random(),
                        clock.instant(),
                        sloUrl,
                        connections.spEntityId(connection),
                        name,
                        index);
        return switch (connections.signingKey(connection)) {
            case Result.Ok<SigningKey>(SigningKey key) ->
                    connection.sloBinding() == Binding.HTTP_POST
                            ? PostPage.of(
                                    message.postForm(null, key),
                                    "Sign out at your organization too",
                                    response)
                            : new ModelAndView(new RedirectView(message.redirectUrl(null, key)));
            // The session is over here, and an unsigned message would be refused there.
            case Result.Refused<SigningKey> shut -> afterLogout(connection, response);
        };
    }

    /** The last stop of a logout: the connection's own page by POST, or ours. */
    static ModelAndView afterLogout(Connection connection, HttpServletResponse response) {
        String url = connection.logoutRedirectUrl();
        return url == null ? goodbye() : PostPage.bare(url, "You are signed out", response);
    }

    private static ModelAndView goodbye() {
        return new ModelAndView("redirect:/login/out");
    }
}
