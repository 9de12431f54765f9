package dev.latchkey.web;

import dev.latchkey.http.TooSlow;
import dev.latchkey.shared.Lane;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request its lane, and whoever can't be served now an honest answer: 503, when to come back, and no word in
 * the log for each. It stands outside of everything that asks the database.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class RequestLanes extends OncePerRequestFilter {
    private static final String SECONDS = "5";

    private final StrainLog log = new StrainLog();

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Lane before = lane(request).enter();
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            if (!response.isCommitted() && TooSlow.isCauseOf(e)) {
                response.sendError(HttpServletResponse.SC_REQUEST_TIMEOUT);
                return;
            }
            if (response.isCommitted() || !Strain.isCauseOf(e)) {
                throw e;
            }
            log.note(request, e);
            sayWhenToComeBack(response);
        } finally {
            before.enter();
        }
    }

    /** Also where the error page is made: what it asks, it asks as a page does. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static Lane lane(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null) {
            return Lane.PAGE;
        }
        return SignInPaths.contain(request) || SignInPaths.leadToAnIdp(request)
                ? Lane.SIGN_IN
                : Lane.PAGE;
    }

    private static void sayWhenToComeBack(HttpServletResponse response) throws IOException {
        response.setHeader("Content-Disposition", null);
        response.setHeader("Retry-After", SECONDS);
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
}
