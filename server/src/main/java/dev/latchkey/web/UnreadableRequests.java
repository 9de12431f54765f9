package dev.latchkey.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartException;

/**
 * Keeps the log for faults of ours. A field that is not text is the sender's fault, and a browser that hangs up is
 * nobody's; Tomcat would log either as an error, with a stack trace and with the field's value, which may be a secret.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreadableRequests extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (isCausedBy(e, ClientAbortException.class)) {
                return;
            }
            if (!isUnreadable(e) || response.isCommitted()) {
                throw e;
            }
            WithoutForm.error(status(e), request, response);
        }
    }

    private static boolean isUnreadable(Exception e) {
        return isCausedBy(e, InvalidParameterException.class)
                || isCausedBy(e, MultipartException.class);
    }

    /** Tomcat knows a form that is larger than it takes from one that is not to be understood. */
    private static int status(Exception e) {
        return cause(e, InvalidParameterException.class) instanceof InvalidParameterException form
                        && form.getErrorCode() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
                ? HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE
                : HttpServletResponse.SC_BAD_REQUEST;
    }

    private static boolean isCausedBy(Exception e, Class<? extends Throwable> kind) {
        return cause(e, kind) != null;
    }

    private static @Nullable Throwable cause(Exception e, Class<? extends Throwable> kind) {
        @Nullable Throwable cause = e;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (kind.isInstance(cause)) {
                return cause;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
