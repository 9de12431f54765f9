package dev.latchkey.web;

import dev.latchkey.shared.Causes;
import dev.latchkey.turns.Overloaded;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Trouble that is nobody's fault and passes by itself: too much at once, a wait for a lock or a statement that was
 * ended, the database away or without a connection to give.
 */
final class Strain {
    private Strain() {}

    static boolean isCauseOf(Throwable failure) {
        return Causes.any(failure, Strain::is);
    }

    private static boolean is(Throwable failure) {
        return failure instanceof Overloaded
                || failure instanceof SQLTransientConnectionException
                || (failure instanceof SQLException sql && isState(sql.getSQLState()));
    }

    /** By PostgreSQL's appendix A. */
    private static boolean isState(@Nullable String state) {
        return state != null
                && (switch (state) {
                    // A lock, a statement or a transaction that took too long; two that waited for
                    // one another.
                    case "55P03", "57014", "25P03", "40P01", "40001" -> true;
                    // Shut down, crashed, starting.
                    case "57P01", "57P02", "57P03" -> true;
                    // The connection broke; no room for more.
                    default -> state.startsWith("08") || state.startsWith("53");
                });
    }
}
