package dev.latchkey.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes a large form only where a page wants one, and only from somebody who is signed in. It stands before everything
 * that reads a form: a file of a gigabyte would be on the disk before anybody asks who sent it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class LargeForms extends OncePerRequestFilter {
    static final long USUAL = 17L * 1024 * 1024;
    private static final long MOST_READ = 64L * 1024 * 1024;

    private final List<UploadPage> pages;
    private final List<UnreadForm> listeners;
    private final List<SessionAuthenticator> authenticators;

    LargeForms(
            List<UploadPage> pages,
            List<UnreadForm> listeners,
            List<SessionAuthenticator> authenticators) {
        this.pages = pages;
        this.listeners = listeners;
        this.authenticators = authenticators;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !isLarge(request);
    }

    /** A form that does not say how long it is may be endless. */
    private static boolean isLarge(HttpServletRequest request) {
        return request.getContentLengthLong() > USUAL
                || request.getHeader("Transfer-Encoding") != null;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (wanted(request.getRequestURI(), request.getContentLengthLong())
                && isSignedIn(request)) {
            chain.doFilter(request, response);
            return;
        }
        listeners.forEach(each -> each.refused(request));
        // A browser that is still sending would not see the answer.
        if (request.getContentLengthLong() <= MOST_READ) {
            request.getInputStream().skip(MOST_READ);
        }
        // Nobody knows whether it is too large: RFC 9110 15.5.12.
        response.sendError(
                request.getContentLengthLong() < 0
                        ? HttpServletResponse.SC_LENGTH_REQUIRED
                        : HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    }

    private boolean wanted(String path, long bytes) {
        return pages.stream().anyMatch(page -> page.takes(path, bytes));
    }

    private boolean isSignedIn(HttpServletRequest request) {
        return authenticators.stream().anyMatch(each -> each.authenticate(request).isPresent());
    }
}
