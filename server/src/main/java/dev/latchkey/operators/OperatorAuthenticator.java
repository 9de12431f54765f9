package dev.latchkey.operators;

import dev.latchkey.web.OperatorArea;
import dev.latchkey.web.SessionAuthenticator;
import dev.latchkey.web.SessionOwner;
import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.stereotype.Component;

/** Recognises an operator by their cookie, in their own area only. */
@Component
class OperatorAuthenticator implements SessionAuthenticator {
    private final OperatorCookies cookies;
    private final OperatorSessions sessions;
    private final Operators operators;

    OperatorAuthenticator(OperatorCookies cookies, OperatorSessions sessions, Operators operators) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.operators = operators;
    }

    @Override
    public Optional<Authentication> authenticate(HttpServletRequest request) {
        return OperatorArea.contains(request)
                ? cookies.session(request)
                        .flatMap(sessions::find)
                        .flatMap(operators::find)
                        .filter(Operator::active)
                        .map(OperatorAuthenticator::authentication)
                : Optional.empty();
    }

    @Override
    public Optional<String> owner(HttpServletRequest request) {
        return OperatorArea.contains(request)
                ? cookies.session(request).flatMap(sessions::owner).map(SessionOwner::of)
                : Optional.empty();
    }

    private static Authentication authentication(Operator operator) {
        return UsernamePasswordAuthenticationToken.authenticated(
                new SignedInOperator(operator.id(), operator.email(), operator.name()),
                null,
                AuthorityUtils.createAuthorityList("ROLE_OPERATOR"));
    }
}
