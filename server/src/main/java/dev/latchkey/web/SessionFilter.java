package dev.latchkey.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who a request comes from. An operator's and a user's session in one browser stay apart by their paths. */
final class SessionFilter extends OncePerRequestFilter {
    private final DeclaredPaths paths;
    private final List<SessionAuthenticator> authenticators;

    SessionFilter(DeclaredPaths paths, List<SessionAuthenticator> authenticators) {
        this.paths = paths;
        this.authenticators = authenticators;
    }

    /** Nobody needs a name for a stylesheet or a script, and an IdP's message comes without our cookies. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return paths.needNoSession(request);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        for (SessionAuthenticator authenticator : authenticators) {
            Optional<Authentication> found = authenticator.authenticate(request);
            if (found.isPresent()) {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(found.get());
                SecurityContextHolder.setContext(context);
                break;
            }
        }
        chain.doFilter(request, response);
    }
}
