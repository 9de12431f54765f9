package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which PostgreSQL is given: one that is too old is refused, one that nobody has tried is named. */
final class DatabaseVersion {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseVersion.class);

    /** The oldest on which everything was seen to work. */
    static final int OLDEST = 15;

    /** PostgreSQL counts 150004 for 15.4. */
    private static final int MAJOR = 10_000;

    private DatabaseVersion() {}

    /** Throws CannotStart where it is too old. */
    static void check(@Nullable DataSource database) {
        JdbcClient jdbc = JdbcClient.create(Objects.requireNonNull(database));
        String shown = jdbc.sql("show server_version").query(String.class).single();
        int number = jdbc.sql("show server_version_num").query(Integer.class).single();
        String note = judge(number / MAJOR, shown);
        if (!note.isEmpty()) {
            LOG.warn(note);
        }
    }

    /** What to say about a version; empty for the one that Latchkey is tested with. */
    static String judge(int major, String shown) {
        if (major < OLDEST) {
            throw new CannotStart(
                    "The database is PostgreSQL "
                            + shown
                            + ", and Latchkey needs "
                            + OLDEST
                            + " or newer.",
                    "Give it PostgreSQL "
                            + Cluster.MAJOR
                            + ", with which it is tested, by"
                            + " LATCHKEY_DATABASE_URL.",
                    null);
        }
        return major == Cluster.MAJOR
                ? ""
                : "The database is PostgreSQL "
                        + shown
                        + "; Latchkey is tested with "
                        + Cluster.MAJOR
                        + ".";
    }
}
