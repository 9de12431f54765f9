package dev.latchkey.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role that the server uses in its embedded database: no superuser, who could run programs and read files, but the
 * owner of the database and of all that is in it.
 */
final class ServerRole {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRole.class);
    private static final String WRONG_PASSWORD = "28P01";

    /** Each statement that gives something of ours to the role, as long as it isn't its own. */
    private static final String NOT_OWNED =
            """
            with role as (select oid from pg_roles where rolname = 'latchkey'),
            place as (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
            extension as (select classid, objid from pg_depend where deptype = 'e')
            select 'alter database postgres owner to latchkey' from pg_database, role
                where datname = 'postgres' and datdba <> role.oid
            union all
            select format('alter schema %I owner to latchkey', nspname) from pg_namespace, role
                where pg_namespace.oid in (select oid from place) and nspname <> 'public' and nspowner <> role.oid
                and ('pg_namespace'::regclass, pg_namespace.oid) not in (select classid, objid from extension)
            union all
            select format('alter table %s owner to latchkey', c.oid::regclass) from pg_class c, role
                where relnamespace in (select oid from place) and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                and relowner <> role.oid
                and ('pg_class'::regclass, c.oid) not in (select classid, objid from extension)
                and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                    and c.relkind = 'S' and d.deptype in ('a', 'i'))
            union all
            select format('alter routine %s owner to latchkey', p.oid::regprocedure) from pg_proc p, role
                where pronamespace in (select oid from place) and proowner <> role.oid
                and ('pg_proc'::regclass, p.oid) not in (select classid, objid from extension)
            union all
            select format('alter type %s owner to latchkey', t.oid::regtype) from pg_type t, role
                where typnamespace in (select oid from place) and typowner <> role.oid
                and (typtype in ('e', 'd', 'r') or typtype = 'c'
                    and (select relkind from pg_class where pg_class.oid = typrelid) = 'c')
                and ('pg_type'::regclass, t.oid) not in (select classid, objid from extension)
            union all
            select format('alter statistics %I.%I owner to latchkey', stxnamespace::regnamespace, stxname)
                from pg_statistic_ext, role
                where stxnamespace in (select oid from place) and stxowner <> role.oid
            """;

    /** A role that is more than it should be, or in another one that is. */
    private static final String MORE_THAN_IT_SHOULD_BE =
            """
            select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls
                or exists (select from pg_auth_members where member = pg_roles.oid)
            from pg_roles where rolname = 'latchkey'
            """;

    private final int port;
    private final PostgresPasswords passwords;

    ServerRole(int port, PostgresPasswords passwords) {
        this.port = port;
        this.passwords = passwords;
    }

    /** The address of the database, in which the driver gives the password to nobody who does not know it. */
    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:"
                + port
                + "/postgres?sslmode=disable&gssEncMode=disable&requireAuth=scram-sha-256";
    }

    /** Whether it can sign in and all is as it should be, so that the superuser is not needed. */
    boolean isSetUp() throws SQLException {
        try (Connection connection = as(PostgresPasswords.SERVER).getConnection();
                Statement statement = connection.createStatement()) {
            return !isMore(statement) && notOwned(statement).isEmpty();
        } catch (SQLException e) {
            if (isWrongPassword(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Makes it so, as the superuser; throws an SQLException that {@link #isWrongPassword} where its password is another.
     *
     * @param wasOpen whether anybody may have come in until now, and left a role to come in by again
     */
    void setUp(boolean wasOpen) throws SQLException {
        try (Connection connection = as(PostgresPasswords.SUPERUSER).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            makeRole(statement);
            List<String> changes = notOwned(statement);
            for (String each : changes) {
                statement.execute(each);
            }
            if (wasOpen) {
                closeOthers(statement);
            }
            connection.commit();
        }
    }

    static boolean isWrongPassword(SQLException e) {
        return WRONG_PASSWORD.equals(e.getSQLState());
    }

    private void makeRole(Statement statement) throws SQLException {
        statement.execute("set password_encryption = 'scram-sha-256'");
        if (names(statement, "select 1 from pg_roles where rolname = 'latchkey'").isEmpty()) {
            statement.execute("create role latchkey");
        }
        for (String each :
                names(
                        statement,
                        "select format('revoke %s from latchkey', roleid::regrole) from pg_auth_members"
                                + " where member = 'latchkey'::regrole")) {
            statement.execute(each);
        }
        statement.execute(
                "alter role latchkey login nosuperuser nocreatedb nocreaterole noreplication"
                        + " nobypassrls connection limit -1 valid until 'infinity' password '"
                        + passwords.server().reveal()
                        + "'");
    }

    private static void closeOthers(Statement statement) throws SQLException {
        List<String> others =
                names(
                        statement,
                        "select quote_ident(rolname) from pg_roles where rolcanlogin"
                                + " and rolname not in ('postgres', 'latchkey') order by rolname");
        for (String each : others) {
            statement.execute("alter role " + each + " nologin");
        }
        if (!others.isEmpty()) {
            LOG.warn(
                    "These roles of the embedded PostgreSQL can't sign in any more, for anybody may"
                            + " have made them: {}. Where you did, let them: alter role … login.",
                    String.join(", ", others));
        }
    }

    private static boolean isMore(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(MORE_THAN_IT_SHOULD_BE)) {
            return !row.next() || row.getBoolean(1);
        }
    }

    private static List<String> notOwned(Statement statement) throws SQLException {
        return names(statement, NOT_OWNED);
    }

    private static List<String> names(Statement statement, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private DataSource as(String role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url(port));
        source.setUser(role);
        source.setPassword(
                (role.equals(PostgresPasswords.SERVER) ? passwords.server() : passwords.superuser())
                        .reveal());
        source.setLoginTimeout(60);
        return source;
    }
}
