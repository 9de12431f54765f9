package dev.latchkey.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/** Knows one kind of session. Every bean of this type is asked who a request comes from. */
public interface SessionAuthenticator {
    Optional<Authentication> authenticate(HttpServletRequest request);

    /** Whose session it is or was ({@link SessionOwner}), also for a day after it ended by itself. */
    default Optional<String> owner(HttpServletRequest request) {
        return Optional.empty();
    }
}
