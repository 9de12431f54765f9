package dev.latchkey.logout;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.login.LoginCookies;
import dev.latchkey.login.PostPage;
import dev.latchkey.login.Session;
import dev.latchkey.login.Sessions;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.Logout;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Tokens;
import dev.latchkey.web.SignedInUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Ends a session here first, and then tells the IdP or goes where the connection wants (requirement A16). */
@Controller
class LogoutController {
    private static final String OUT = "/login/out";

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

    /**
     * Where every logout ends. It says what is so in this browser, whoever leads here; a user of a connection with a
     * page of its own for this is sent on there (requirement A16).
     */
    @GetMapping(OUT)
    ModelAndView signedOut(
            @RequestParam(defaultValue = "") String connection,
            @RequestParam(defaultValue = "true") boolean there,
            @AuthenticationPrincipal @Nullable SignedInUser user,
            HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        String onward = user == null ? redirectOf(connection) : null;
        return onward == null
                ? new ModelAndView("login/out").addObject("user", user).addObject("there", there)
                : PostPage.bare(onward, "You are signed out", response);
    }

    private @Nullable String redirectOf(String connection) {
        return ConnectionId.parse(connection)
                .flatMap(connections::find)
                .filter(Connection::active)
                .map(Connection::logoutRedirectUrl)
                .orElse(null);
    }

    /** Where somebody of this connection's users, or of nobody known, ends up. */
    static String path(@Nullable Connection connection) {
        return OUT + "?connection=" + (connection == null ? "" : connection.id());
    }

    private void end(String id, Session session) {
        transaction.executeWithoutResult(status -> {
            sessions.end(id);
            String user = session.user().toString();
            audit.record(
                    new Actor(Actor.Kind.USER, user, user),
                    session.organization(),
                    LogoutAction.LOGIN_LOGOUT,
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
        return goodbye(connection);
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
            case Result.Refused<SigningKey> shut -> goodbye(connection);
        };
    }

    private static ModelAndView goodbye() {
        return new ModelAndView("redirect:" + OUT);
    }

    private static ModelAndView goodbye(Connection connection) {
        return connection.logoutRedirectUrl() == null
                ? goodbye()
                : new ModelAndView("redirect:" + path(connection));
    }
}
