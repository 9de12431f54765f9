package dev.latchkey.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ActionCode;

/**
 * Ends requests and answers that trickle. It also bounds how many bodies one client has on the way at once: each takes
 * a connection and memory until it is there, which for a browser is a moment.
 */
final class PaceValve extends ValveBase {
    private static final int BODIES_OF_ONE_CLIENT = 64;
    private static final int BODIES_OF_ONE_CLIENT_WHEN_CROWDED = 8;

    private final Patience patience;
    private final ConcurrentHashMap<String, Integer> unread = new ConcurrentHashMap<>();

    PaceValve(Patience patience) {
        super(true);
        this.patience = patience;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (response.isErrorReportRequired()) {
            // Tomcat has refused the head, and asking it for the length again throws.
            getNext().invoke(request, response);
            return;
        }
        PacedOutput output = PacedOutput.before(response.getCoyoteResponse(), patience.answer());
        try {
            if (hasBody(request)) {
                invokeWithBody(request, response);
            } else {
                getNext().invoke(request, response);
            }
        } finally {
            output.leave(response.getCoyoteResponse());
        }
    }

    private static boolean hasBody(Request request) {
        return request.getContentLengthLong() > 0
                || request.getCoyoteRequest().getHeader("Transfer-Encoding") != null;
    }

    private void invokeWithBody(Request request, Response response)
            throws IOException, ServletException {
        String client = ClientAddress.of(request).network();
        int most = isCrowded(request) ? BODIES_OF_ONE_CLIENT_WHEN_CROWDED : BODIES_OF_ONE_CLIENT;
        if (unread.merge(client, 1, Integer::sum) > most) {
            oneLess(client);
            refuse(request, response);
            return;
        }
        var coyote = request.getCoyoteRequest();
        PacedInput input =
                new PacedInput(
                        coyote.getInputBuffer(),
                        request.getContentLengthLong(),
                        () -> isCrowded(request) ? patience.whenCrowded() : patience.body(),
                        () -> oneLess(client));
        coyote.setInputBuffer(input);
        try {
            getNext().invoke(request, response);
            response.finishResponse();
        } finally {
            if (!input.drain()) {
                coyote.action(ActionCode.CLOSE_NOW, null);
            }
            input.close();
            coyote.setInputBuffer(input.body());
        }
    }

    private void oneLess(String client) {
        unread.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
    }

    private static boolean isCrowded(Request request) {
        return request.getConnector().getProtocolHandler() instanceof AbstractProtocol<?> protocol
                && protocol.getConnectionCount() > protocol.getMaxConnections() * 3L / 4;
    }

    /** Without a page: who sends so many bodies at once reads none. */
    private static void refuse(Request request, Response response) throws IOException {
        response.setStatus(Response.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", "5");
        response.setHeader("Connection", "close");
        response.finishResponse();
        request.getCoyoteRequest().action(ActionCode.CLOSE_NOW, null);
    }
}
