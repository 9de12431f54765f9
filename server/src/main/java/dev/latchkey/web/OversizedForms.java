package dev.latchkey.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says that a form with a file is too large. Tomcat throws where its fields are first asked for, which would be taken
 * for a fault of ours, and hangs up while the browser still sends, so that no answer would be seen.
 */
final class OversizedForms extends OncePerRequestFilter {
    private static final int TOO_LARGE = HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
    private static final long MOST_READ = 64L * 1024 * 1024;

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (IllegalStateException e) {
            if (!comesFromReading(e) || response.isCommitted()) {
                throw e;
            }
            readToTheEnd(request);
            WithoutForm.error(TOO_LARGE, request, response);
        }
    }

    /** The exception has no type of its own in every case. */
    private static boolean comesFromReading(IllegalStateException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length > 0
                && trace[0].getClassName().equals(Request.class.getName())
                && trace[0].getMethodName().equals("parseParts");
    }

    private static void readToTheEnd(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() <= MOST_READ) {
            request.getInputStream().skip(MOST_READ);
        }
    }
}
