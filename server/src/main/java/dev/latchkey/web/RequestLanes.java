package dev.latchkey.web;

import dev.latchkey.http.TooSlow;
import dev.latchkey.turns.HeavyWork;
import dev.latchkey.turns.Lane;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
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
    private static final int SECONDS = 5;

    /** Who is sent away together shall not come back together. */
    private static final int APART = 6;

    private final DeclaredPaths paths;
    private final HeavyWork heavy;

    private final StrainLog log = new StrainLog();

    RequestLanes(DeclaredPaths paths, HeavyWork heavy) {
        this.paths = paths;
        this.heavy = heavy;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Lane before = lane(request).enter();
        try {
            if (paths.bringPassword(request)) {
                heavy.ensureRoomForPasswords();
            }
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            if (!response.isCommitted() && TooSlow.isCauseOf(e)) {
                response.sendError(HttpServletResponse.SC_REQUEST_TIMEOUT);
                return;
            }
            if (!response.isCommitted() && Unstorable.isCauseOf(e)) {
                response.sendError(HttpServletResponse.SC_BAD_REQUEST);
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

    private Lane lane(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null) {
            return Lane.PAGE;
        }
        if (paths.isArrival(request) || isProbe(request)) {
            return Lane.SIGN_IN;
        }
        return paths.leadIn(request) ? Lane.DOOR : Lane.PAGE;
    }

    private static boolean isProbe(HttpServletRequest request) {
        return request.getRequestURI().startsWith(WebPaths.HEALTH);
    }

    private static void sayWhenToComeBack(HttpServletResponse response) throws IOException {
        response.setHeader("Content-Disposition", null);
        response.setHeader(
                "Retry-After",
                String.valueOf(SECONDS + ThreadLocalRandom.current().nextInt(APART)));
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
}
