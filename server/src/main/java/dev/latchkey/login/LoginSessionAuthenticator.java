package dev.latchkey.login;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.web.OperatorArea;
import dev.latchkey.web.SessionAuthenticator;
import dev.latchkey.web.SignedInUser;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.stereotype.Component;

/** Recognises a user by the session cookie. */
@Component
class LoginSessionAuthenticator implements SessionAuthenticator {
    private final LoginCookies cookies;
    private final Sessions sessions;
    private final Directory directory;
    private final Clock clock;

    LoginSessionAuthenticator(
            LoginCookies cookies, Sessions sessions, Directory directory, Clock clock) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public Optional<Authentication> authenticate(HttpServletRequest request) {
        if (OperatorArea.contains(request)) {
            return Optional.empty();
        }
        return cookies.session(request)
                .flatMap(id -> sessions.find(id, clock.instant()))
                .flatMap(this::recognise);
    }

    @Override
    public Optional<String> owner(HttpServletRequest request) {
        return OperatorArea.contains(request)
                ? Optional.empty()
                : cookies.session(request).flatMap(sessions::owner);
    }

    private Optional<Authentication> recognise(Session session) {
        return directory
                .user(session.organization(), session.user())
                .filter(User::active)
                .map(user -> authentication(user, session));
    }

    private static Authentication authentication(User user, Session session) {
        SignedInUser principal =
                new SignedInUser(
                        user.id(),
                        user.organization(),
                        user.email(),
                        user.name(),
                        user.admin(),
                        session.method().name(),
                        session.createdAt());
        List<String> roles =
                user.admin() ? List.of("ROLE_USER", "ROLE_ADMIN") : List.of("ROLE_USER");
        return UsernamePasswordAuthenticationToken.authenticated(
                principal, null, AuthorityUtils.createAuthorityList(roles));
    }
}
