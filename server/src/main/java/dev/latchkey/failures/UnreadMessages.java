package dev.latchkey.failures;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.web.UnreadForm;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Puts on record that an IdP's message was not read, because it does not say how long it is or says too much: nobody
 * else would find out that something in between takes the length away.
 */
@Component
class UnreadMessages implements UnreadForm {
    private static final Pattern MESSAGES = Pattern.compile("/saml/([^/]+)/(?:acs|slo)");

    private final Connections connections;
    private final Failures failures;

    UnreadMessages(Connections connections, Failures failures) {
        this.connections = connections;
        this.failures = failures;
    }

    static LoginError error(HttpServletRequest request) {
        return request.getContentLengthLong() < 0
                ? LoginError.LENGTH_MISSING
                : LoginError.REQUEST_TOO_LARGE;
    }

    @Override
    public void refused(HttpServletRequest request) {
        Matcher path = MESSAGES.matcher(request.getRequestURI());
        if (path.matches()) {
            ConnectionId.parse(path.group(1))
                    .flatMap(connections::recent)
                    .filter(Connection::active)
                    .ifPresent(connection -> record(connection, request));
        }
    }

    private void record(Connection connection, HttpServletRequest request) {
        Failures.About about =
                new Failures.About(connection.organization(), connection.id(), null, null);
        failures.record(Failure.of(error(request)), about, request);
    }
}
