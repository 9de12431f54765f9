package dev.latchkey.startup;

import dev.latchkey.shared.CannotStart;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Finds in a failed start the cause that the person who started it can do something about. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements FailureAnalyzer {
    /** SQLSTATE classes of a connection that did not come about: connection, authorization, unknown database. */
    private static final Set<String> NO_CONNECTION = Set.of("08", "28", "3D");

    private static final String SETTING = "LATCHKEY_";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            CannotStart known = known(cause);
            if (known != null) {
                return new FailureAnalysis(known.sentence(), known.remedy(), known);
            }
        }
        return null;
    }

    private static @Nullable CannotStart known(Throwable cause) {
        return switch (cause) {
            case CannotStart named -> named;
            case PortInUseException taken -> portTaken(taken.getPort(), taken);
            case SQLException sql when isNoConnection(sql) ->
                    new CannotStart(
                            "The database can't be reached.",
                            "Check LATCHKEY_DATABASE_URL, _USER and _PASSWORD, and that PostgreSQL"
                                    + " runs there.",
                            sql);
            case IllegalArgumentException unusable when isAboutASetting(unusable) ->
                    new CannotStart("A setting can't be used.", unusable.getMessage() + ".", null);
            default -> null;
        };
    }

    static CannotStart portTaken(int port, Throwable cause) {
        return new CannotStart(
                "Port "
                        + port
                        + " is not free: another program listens on it, or this user may not.",
                "Stop that program, or choose another port: LATCHKEY_PORT="
                        + (port < 1024 ? 8080 : port + 1)
                        + " in front of the command.",
                cause);
    }

    private static boolean isNoConnection(SQLException sql) {
        String state = sql.getSQLState();
        return state != null
                && state.length() == 5
                && NO_CONNECTION.contains(state.substring(0, 2));
    }

    private static boolean isAboutASetting(IllegalArgumentException e) {
        String message = e.getMessage();
        return message != null && message.startsWith(SETTING);
    }
}
