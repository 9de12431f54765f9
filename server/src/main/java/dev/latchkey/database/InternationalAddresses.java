package dev.latchkey.database;

import dev.latchkey.shared.DomainName;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Sid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings stored addresses and domains to the form in which they are compared since international domains have one:
 * A-labels. Rows whose domain is ASCII without A-labels stand as they should, and are not touched. Addresses that become
 * one are left as they are: nobody guesses which is meant, so neither signs in (D2), and the log and the audit log say so.
 */
@Component
class InternationalAddresses implements JavaMigration {
    private static final Logger LOG = LoggerFactory.getLogger(InternationalAddresses.class);
    private static final int AT_ONCE = 1000;

    /** Whether something in {@code %s} may be outside ASCII or an A-label; the database is in UTF-8. */
    private static final String INTERNATIONAL =
            "(octet_length(%1$s) <> char_length(%1$s) or %1$s ilike '%%xn--%%')";

    /**
     * Where keys stand.
     *
     * @param row the columns that name a row, of these types
     * @param unique the columns in which, with the new key, no two rows may be the same; null where they may
     */
    private record Keys(
            String table, List<String> row, List<String> types, @Nullable String unique) {}

    private static final List<Keys> ALL =
            List.of(
                    new Keys("operator", List.of("id"), List.of("uuid"), "email_key"),
                    new Keys(
                            "cohort_user",
                            List.of("organization_id", "cohort_id", "user_id", "since"),
                            List.of("uuid", "uuid", "uuid", "integer"),
                            null),
                    new Keys(
                            "announcement_mail",
                            List.of("organization_id", "cohort_id", "user_id"),
                            List.of("uuid", "uuid", "uuid"),
                            null),
                    new Keys(
                            "idp_entry",
                            List.of("organization_id", "list_id", "line"),
                            List.of("uuid", "uuid", "bigint"),
                            "organization_id, list_id, email_key"));

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("21");
    }

    @Override
    public String getDescription() {
        return "international addresses";
    }

    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        users(connection);
        for (Keys keys : ALL) {
            keys(connection, keys);
        }
        rules(connection);
        compareAnew(connection);
        report(connection);
    }

    /** A row with a stored address and its key. */
    private record Row(List<Object> id, String email, String key) {}

    private static void users(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update app_user set email_key = ?, email_domain = ? where id = ?")) {
            UUID after = new UUID(0, 0);
            List<Row> rows;
            do {
                rows = read(connection, userBatch(), after);
                for (Row row : rows) {
                    after = (UUID) row.id().getFirst();
                    Optional<EmailAddress> email = EmailAddress.parse(row.email());
                    if (email.isPresent() && !email.get().key().equals(row.key())) {
                        update.setString(1, email.get().key());
                        update.setString(2, email.get().domain());
                        update.setObject(3, after);
                        update.addBatch();
                    }
                }
                update.executeBatch();
            } while (rows.size() == AT_ONCE);
        }
    }

    private static String userBatch() {
        return "select id, email, email_key from app_user where id > ? and "
                + INTERNATIONAL.formatted("email")
                + " order by id limit "
                + AT_ONCE;
    }

    private static List<Row> read(Connection connection, String sql, UUID after)
            throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, after);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(
                            new Row(
                                    List.of(found.getObject(1, UUID.class)),
                                    found.getString(2),
                                    found.getString(3)));
                }
            }
        }
        return rows;
    }

    /** The rows are looked for once, and then gone through by their number. */
    private static void keys(Connection connection, Keys keys) throws SQLException {
        String row = String.join(", ", keys.row());
        execute(
                connection,
                "create temporary table international_address on commit drop as select"
                        + " row_number() over () as number, email, email_key, "
                        + row
                        + " from "
                        + keys.table()
                        + " where "
                        + INTERNATIONAL.formatted("email"));
        execute(connection, "create index on international_address (number)");
        int apart = 0;
        try (PreparedStatement update = connection.prepareStatement(update(keys));
                PreparedStatement select =
                        connection.prepareStatement(
                                "select email, email_key, "
                                        + row
                                        + " from international_address where number > ? and number <= ? order by number")) {
            List<Row> rows;
            long from = 0;
            do {
                rows = new ArrayList<>();
                select.setLong(1, from);
                select.setLong(2, from + AT_ONCE);
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        rows.add(row(found, keys.row().size()));
                    }
                }
                for (Row each : rows) {
                    apart += bring(update, keys, each) ? 0 : 1;
                }
                from += AT_ONCE;
            } while (rows.size() == AT_ONCE);
        }
        execute(connection, "drop table international_address");
        if (apart > 0) {
            LOG.warn(
                    "{} rows of {} have an address that another row has as well, written in letters or in A-labels;"
                            + " they can no longer be found by it",
                    apart,
                    keys.table());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String marks(Keys keys) {
        return String.join(", ", keys.types().stream().map(type -> "?::" + type).toList());
    }

    private static Row row(ResultSet found, int columns) throws SQLException {
        List<Object> id = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            id.add(found.getObject(3 + i));
        }
        return new Row(id, found.getString(1), found.getString(2));
    }

    private static void set(PreparedStatement statement, int from, List<Object> values)
            throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(from + i, values.get(i));
        }
    }

    /** Where another row has the new key and there may be one only, the row keeps its old one. */
    private static String update(Keys keys) {
        String update =
                "update %s r set email_key = ? where (%s) = (%s)"
                        .formatted(keys.table(), String.join(", ", keys.row()), marks(keys));
        if (keys.unique() == null) {
            return update;
        }
        String others =
                keys.unique().equals("email_key")
                        ? ""
                        : " and o.organization_id = r.organization_id and o.list_id = r.list_id";
        return update
                + " and not exists (select 1 from "
                + keys.table()
                + " o where o.email_key = ?"
                + others
                + ")";
    }

    /** False where another row has the key already, and may have it alone. */
    private static boolean bring(PreparedStatement update, Keys keys, Row row) throws SQLException {
        Optional<EmailAddress> email = EmailAddress.parse(row.email());
        if (email.isEmpty() || email.get().key().equals(row.key())) {
            return true;
        }
        String key = email.get().key();
        update.setString(1, key);
        set(update, 2, row.id());
        if (keys.unique() != null) {
            update.setString(2 + row.id().size(), key);
        }
        return update.executeUpdate() > 0;
    }

    /** Lists by domain. A rule that is there already under its A-labels is the same rule. */
    private static void rules(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "select organization_id, cohort_id, value from cohort_rule where kind = 'DOMAIN' and "
                                        + INTERNATIONAL.formatted("value"));
                PreparedStatement update =
                        connection.prepareStatement(
                                """
                                update cohort_rule set value = ?
                                where organization_id = ? and cohort_id = ? and kind = 'DOMAIN' and value = ?
                                  and not exists (select 1 from cohort_rule o where o.organization_id = ?
                                      and o.cohort_id = ? and o.kind = 'DOMAIN' and o.value = ?)
                                """);
                PreparedStatement delete =
                        connection.prepareStatement(
                                """
                                delete from cohort_rule
                                where organization_id = ? and cohort_id = ? and kind = 'DOMAIN' and value = ?
                                """);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                UUID organization = found.getObject(1, UUID.class);
                UUID cohort = found.getObject(2, UUID.class);
                String value = found.getString(3);
                String name = DomainName.of(value).map(DomainName::value).orElse(value);
                if (name.equals(value)) {
                    continue;
                }
                set(update, 1, List.of(name, organization, cohort, value));
                set(update, 5, List.of(organization, cohort, name));
                if (update.executeUpdate() == 0) {
                    set(delete, 1, List.of(organization, cohort, value));
                    delete.executeUpdate();
                }
            }
        }
    }

    /** What was found in lists that have such addresses may be something else now. */
    private static void compareAnew(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        """
                        update cohort_comparison c set wanted = wanted + 1, users = -1
                        where exists (select 1 from cohort_user u where u.organization_id = c.organization_id
                                and u.cohort_id = c.cohort_id and %s)
                            or exists (select 1 from idp_entry e where e.organization_id = c.organization_id
                                and e.list_id = c.list_id and %s)
                        """
                                .formatted(
                                        INTERNATIONAL.formatted("u.email"),
                                        INTERNATIONAL.formatted("e.email")))) {
            update.executeUpdate();
        }
    }

    /** Each user whose address has become another's too, in the audit log of their own organization. */
    private static void report(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                """
                                select u.organization_id, u.id, u.email from app_user u
                                where %s and exists (select 1 from app_user o where o.email_key = u.email_key
                                    and o.id <> u.id)
                                """
                                        .formatted(INTERNATIONAL.formatted("u.email")));
                PreparedStatement insert =
                        connection.prepareStatement(
                                """
                                insert into audit_record (id, at, organization_id, actor_kind, actor_name, action,
                                    subject_kind, subject_id, detail)
                                values (?, now(), ?, 'SYSTEM', 'Latchkey', 'user.address_ambiguous', 'user', ?,
                                    jsonb_build_object('email', ?::text))
                                """);
                ResultSet found = select.executeQuery()) {
            int users = 0;
            while (found.next()) {
                UUID user = found.getObject(2, UUID.class);
                insert.setObject(1, Sid.newUuid());
                insert.setObject(2, found.getObject(1, UUID.class));
                insert.setString(3, Sid.text("US", user));
                insert.setString(4, found.getString(3));
                insert.addBatch();
                users++;
            }
            insert.executeBatch();
            if (users > 0) {
                LOG.warn(
                        "{} users have an address that is another user's as well, written in letters or in A-labels."
                                + " They can't sign in until one of each is corrected; the audit log names them.",
                        users);
            }
        }
    }
}
