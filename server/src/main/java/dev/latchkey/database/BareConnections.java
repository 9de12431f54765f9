package dev.latchkey.database;

import dev.latchkey.shared.SpoiledConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/**
 * The one place where the driver's own connection is used past JDBC. A connection of the pool is somebody else's next:
 * one that is left in the middle of an exchange gives everybody behind the answer to the question before, and people
 * are taken for one another. So it is handed back only when the work ended by itself and the connection then answered
 * the question that it was asked; after anything else, be it an Error or an interrupt, it is destroyed.
 *
 * <p>An exchange is one piece, from its begin to its end: what is copied comes from memory and goes to memory. Nobody
 * outside, such as a browser, can make it wait or break off. Whoever copies much does it in pieces.
 */
@Component
public class BareConnections {
    private final DataSource database;

    BareConnections(DataSource database) {
        this.database = database;
    }

    /** Something done with the driver's connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(PGConnection connection) throws SQLException, IOException;
    }

    /**
     * Runs a {@code COPY … TO STDOUT} to its end, and returns how many rows it had. In the caller's transaction, where
     * there is one, else on a connection that is back in the pool when this returns.
     *
     * @param sql takes no parameters; nothing that somebody typed may stand in it
     * @param row is given each row, and only takes it into memory: the connection waits meanwhile
     */
    public int copyOut(String sql, Consumer<byte[]> row) {
        return use(connection -> {
            CopyOut rows = connection.getCopyAPI().copyOut(sql);
            int count = 0;
            for (byte[] next = rows.readFromCopy(); next != null; next = rows.readFromCopy()) {
                row.accept(next);
                count++;
            }
            return count;
        });
    }

    /**
     * Runs a {@code COPY … FROM STDIN} with these bytes, all or nothing, and returns how many rows there were. In the
     * caller's transaction, where there is one.
     */
    public long copyIn(String sql, byte[] rows) {
        return use(
                connection -> connection.getCopyAPI().copyIn(sql, new ByteArrayInputStream(rows)));
    }

    /** Runs the work, and hands the connection back as it was, or destroys it. */
    <T> T use(Work<T> work) {
        Connection connection = DataSourceUtils.getConnection(database);
        boolean sound = false;
        try {
            T done = work.with(connection.unwrap(PGConnection.class));
            sound = answers(connection);
            if (!sound) {
                throw new IllegalStateException("a connection was out of step after its use");
            }
            return done;
        } catch (SQLException | IOException e) {
            throw new DataAccessResourceFailureException("the database broke off", e);
        } finally {
            if (!sound) {
                SpoiledConnection.destroy(connection);
            }
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    /** Whether the next answer is the one to the next question. */
    private static boolean answers(Connection connection) throws SQLException {
        UUID asked = UUID.randomUUID();
        try (PreparedStatement question = connection.prepareStatement("select ?::uuid")) {
            question.setObject(1, asked);
            try (ResultSet answer = question.executeQuery()) {
                return answer.next() && asked.equals(answer.getObject(1, UUID.class));
            }
        }
    }
}
