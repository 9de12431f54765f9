package dev.latchkey.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Millions of users, as an installation has them that has grown: one organization's stand between those of thousands of
 * others, large and small, with domains, names and addresses as people have them, and their sign-ins of the last weeks.
 */
final class Population {
    static final String ORGANIZATION = "Million";
    static final List<String> DOMAINS =
            List.of("million.example", "million-group.example", "million-labs.example");

    private static final int OTHERS = 3_000;
    private static final long RECORDS = 1_000_000;

    private final Database database;
    private final long one;
    private final long all;

    Population(Database database, long one, long all) {
        this.database = database;
        this.one = one;
        this.all = all;
    }

    /** Fills the database; the tables are there. The indexes are made afterwards, which takes less long. */
    void fill() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // The rows fit by how they are made; ten million looks at each foreign key would prove
            // nothing.
            statement.execute("set session_replication_role = replica");
            statement.execute("set maintenance_work_mem = '512MB'");
            statement.execute("set synchronous_commit = off");
            List<String> indexes = List.of();
            if (all > 100_000) {
                indexes = dropIndexes(statement);
            }
            statement.execute(ORGANIZATIONS.formatted(OTHERS));
            statement.execute(USERS.formatted(all, one, all, OTHERS));
            for (String index : indexes) {
                statement.execute(index);
            }
            statement.execute(RECORDS_OF_SIGN_INS.formatted(Math.min(RECORDS, one)));
            statement.execute("update audit_settled set until = now()");
            statement.execute("vacuum (analyze) app_user");
            statement.execute("vacuum (analyze) organization");
            statement.execute("vacuum (analyze) audit_record");
            statement.execute("checkpoint");
        }
    }

    private static List<String> dropIndexes(Statement statement) throws SQLException {
        List<String[]> found = new java.util.ArrayList<>();
        try (var rows =
                statement.executeQuery(
                        """
                        select i.indexname, i.indexdef from pg_indexes i
                        where i.tablename = 'app_user' and not exists (
                            select 1 from pg_constraint c where c.conindid = i.indexname::regclass)
                        """)) {
            while (rows.next()) {
                found.add(new String[] {rows.getString(1), rows.getString(2)});
            }
        }
        for (String[] index : found) {
            statement.execute("drop index " + index[0]);
        }
        return found.stream().map(index -> index[1]).toList();
    }

    private static final String ORGANIZATIONS =
            """
            insert into organization (id, name, edition, created_at)
            select uuidv7(interval '-1000 days' + n * interval '6 hours'),
                case when n = 0 then 'Million' else 'Customer ' || n end,
                (array['ENTERPRISE', 'STANDARD', 'PROFESSIONAL', 'ADMINISTRATION'])[1 + n %% 4],
                now() - interval '1000 days' + n * interval '6 hours'
            from generate_series(0, %d) n
            """;

    /** An organization's size goes by its rank; a few names are frequent and many are rare. */
    private static final String USERS =
            """
            insert into app_user (organization_id, id, email, email_key, email_domain, name, password_hash, admin, active,
                kind, created_at, last_sign_in_at)
            select p.organization, uuidv7(p.age), p.email, lower(p.email), p.domain, p.first || ' ' || p.last,
                case when p.chance < 0.98 then '{bcrypt}$2a$10$' || substr(md5(p.i::text) || md5((p.i + 1)::text), 1, 53)
                end,
                p.i %% 20000 = 17, p.chance > 0.03,
                case when p.chance < 0.001 then 'API_ONLY' when p.chance < 0.004 then 'SHARED_MAILBOX' else 'PERSON' end,
                now() + p.age, case when p.chance > 0.2 then now() - p.chance * interval '90 days' end
            from (
                select i, chance, organization, first, last, domain,
                    interval '-900 days' + i * (interval '890 days' / %1$d) as age,
                    case when chance < 0.5 and chance > 0.4 then first || '.' || last else lower(first || '.' || last) end
                        || i || '@' || domain as email
                from (
                    select i, rank, random() as chance,
                        -- looked up and not joined, so that the rows come as they would have come over the years
                        (array(select id from organization where name = 'Million' or name like 'Customer %%'
                            order by case when name = 'Million' then 0 else substr(name, 10)::int end))[rank + 1]
                            as organization,
                        (array['Anna', 'Ben', 'Chloe', 'David', 'Emma', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kira',
                            'Luca', 'Mia', 'Noah', 'Olivia', 'Pavel', 'Quinn', 'Rosa', 'Sofia', 'Tomas', 'Uma', 'Viktor',
                            'Wanda', 'Xenia', 'Yusuf', 'Zoe', 'Amir', 'Bruno', 'Carla', 'Dario', 'Elena', 'Felix',
                            'Greta', 'Hanna', 'Ivan', 'Julia', 'Karim', 'Lena', 'Marco', 'Nora'])
                            [1 + floor(40 * random())::int] as first,
                        (array['Al', 'Ber', 'Cas', 'Dor', 'Ek', 'Fal', 'Gar', 'Hol', 'Ing', 'Jan', 'Kor', 'Lan', 'Mor',
                            'Nor', 'Os', 'Per', 'Quist', 'Ros', 'Sand', 'Tor', 'Ul', 'Vel', 'Wes', 'Yar', 'Zim'])
                            [1 + floor(25 * random())::int]
                        || (array['a', 'bel', 'cor', 'den', 'el', 'fin', 'gel', 'hart', 'i', 'ker', 'lin', 'mer', 'nel',
                            'o', 'per', 'rin', 'sen', 'ter', 'ul', 'ven'])[1 + floor(20 * random())::int]
                        || (array['', '', 'berg', 'dal', 'feld', 'gren', 'hal', 'ini', 'kov', 'lund', 'man', 'nik', 'oux',
                            'quist', 'rud', 'son', 'stein', 'thal', 'ton', 'wood'])[1 + floor(20 * random())::int] as last,
                        case when rank > 0 then 'customer' || rank || case when i %% 5 = 0 then '-group' else '' end
                                || '.example'
                             when i %% 20 = 0 then 'million-labs.example'
                             when i %% 7 = 0 then 'million-group.example' else 'million.example' end as domain
                    from (
                        select i, case when i * %2$d / %3$d > (i - 1) * %2$d / %3$d then 0
                            else floor(power(%4$d, random()))::int end as rank
                        from generate_series(1, %1$d::bigint) i
                        offset 0) ranked
                    offset 0) named
                ) p
            """;

    private static final String RECORDS_OF_SIGN_INS =
            """
            insert into audit_record (id, at, organization_id, actor_kind, actor_id, actor_name, action, subject_kind,
                subject_id, detail, ip)
            select uuidv7(u.age), now() + u.age, u.organization_id, 'USER', 'US' || upper(replace(u.id::text, '-', '')),
                u.email, 'login.password', 'user', 'US' || upper(replace(u.id::text, '-', '')), '{}', '192.0.2.7'
            from (
                select *, random() * interval '-28 days' as age from app_user
                where organization_id = (select id from organization where name = 'Million') limit %d offset 0) u
            """;
}
