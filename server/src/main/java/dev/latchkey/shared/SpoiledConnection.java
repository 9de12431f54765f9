package dev.latchkey.shared;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a connection of which nobody knows what it would answer next. */
public final class SpoiledConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SpoiledConnection.class);

    private SpoiledConnection() {}

    /**
     * Cuts the connection, whatever state it is in, so that its pool hands it to nobody else. The database takes back
     * what was not committed.
     */
    public static void destroy(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            LOG.warn("A connection that is not to be used again could not be cut at once", e);
        }
        // The pool learns of it by the next use, and puts it away for good.
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
            LOG.error("A connection that is not to be used again still answers");
        } catch (SQLException gone) {
            LOG.debug("the connection is gone", gone);
        }
    }

    /** The one that this answer came from. */
    static void destroy(ResultSet answer) {
        try {
            destroy(answer.getStatement().getConnection());
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The connection of a wrong answer was not found", e);
        }
    }
}
