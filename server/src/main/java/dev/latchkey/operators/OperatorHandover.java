package dev.latchkey.operators;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where an operator's password and their one-time link end: here, and nowhere else, a browser gets an operator's session,
 * in place of the one that it had. It has nothing in common with the users', whose cookie and table are others (ADR 6).
 */
@Component
class OperatorHandover {
    private final Operators operators;
    private final OperatorSessions sessions;
    private final OperatorCookies cookies;
    private final Audit audit;
    private final TransactionTemplate transaction;

    OperatorHandover(
            Operators operators,
            OperatorSessions sessions,
            OperatorCookies cookies,
            Audit audit,
            TransactionTemplate transaction) {
        this.operators = operators;
        this.sessions = sessions;
        this.cookies = cookies;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** The operator who is signed in in this browser. */
    Optional<Operator> present(HttpServletRequest request) {
        return cookies.session(request)
                .flatMap(sessions::find)
                .flatMap(operators::find)
                .filter(Operator::active);
    }

    /** A new session in place of the one that this browser had; whoever asks has made sure that nobody is replaced unasked. */
    void begin(Operator operator, HttpServletRequest request, HttpServletResponse response) {
        String id =
                transaction.execute(status -> {
                    cookies.session(request).ifPresent(sessions::end);
                    audit.record(
                            new Actor(
                                    Actor.Kind.OPERATOR, operator.id().toString(), operator.name()),
                            null,
                            OperatorAction.SIGNED_IN,
                            "operator",
                            operator.id().toString(),
                            Map.of());
                    return sessions.begin(operator.id());
                });
        cookies.set(response, Objects.requireNonNull(id));
    }

    /** Ends the session that this browser has. */
    void end(HttpServletRequest request, HttpServletResponse response) {
        cookies.session(request).ifPresent(sessions::end);
        cookies.clear(response);
    }
}
