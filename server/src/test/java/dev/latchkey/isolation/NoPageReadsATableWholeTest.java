package dev.latchkey.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.People;
import dev.latchkey.isolation.Tenants.Tenant;
import dev.latchkey.shared.OperatorId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Opens every page of a small organization beside a crowd of others, in the transaction that made the crowd and takes it
 * back. PostgreSQL counts the rows that are read for it: a page that reads a tenth of a table would read all of it when
 * the table is a thousand times as large.
 */
@SpringBootTest(properties = "latchkey.data-dir=target/isolation-test-${random.uuid}")
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
class NoPageReadsATableWholeTest {
    private static final int CROWD = 20_000;

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Connections connections;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @Test
    void pagesReadWhatTheyShow() {
        OperatorId operator = OperatorId.next();
        Tenant tenant =
                new Tenants(directory, connections, jdbc, operator)
                        .make("small" + Long.toString(System.nanoTime(), 36));
        transaction.executeWithoutResult(status -> {
            crowd();
            Map<String, String> whole = new TreeMap<>();
            for (Route route : Route.all(mappings)) {
                // A download is asked for the whole.
                if (route.method() == RequestMethod.GET
                        && !route.pattern().endsWith(".csv")
                        && (route.within("/operator") || route.within("/organization"))) {
                    read(route, tenant)
                            .forEach((table, rows) ->
                                    whole.put(route.pattern() + " " + table, rows.toString()));
                }
            }
            status.setRollbackOnly();
            assertThat(whole).isEmpty();
        });
    }

    /** The tables of which this page read a tenth of the crowd or more. */
    private Map<String, Long> read(Route route, Tenant tenant) {
        Map<String, Long> before = counted();
        RequestPostProcessor who =
                route.within("/operator")
                        ? People.operator()
                        : People.admin(tenant.organization().id());
        try {
            mvc.perform(get(route.fill(IsolationTest.things(tenant))).with(who));
        } catch (Exception e) {
            return Map.of(); // what asks for its turn first can't be in a transaction
        }
        Map<String, Long> much = new LinkedHashMap<>();
        counted()
                .forEach((table, rows) -> {
                    long more = rows - before.getOrDefault(table, 0L);
                    if (more >= CROWD / 10) {
                        much.put(table, more);
                    }
                });
        return much;
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = new LinkedHashMap<>();
        jdbc.sql(
                        """
                        select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
                        from pg_stat_xact_user_tables
                        where relname in ('app_user', 'audit_record', 'audit_seal', 'session', 'sign_in_failure',
                            'sso_sign_in', 'authn_request', 'spent_assertion')
                        """)
                .query((row, number) -> counted.put(row.getString(1), row.getLong(2)))
                .list();
        return counted;
    }

    private void crowd() {
        java.util.UUID others = People.organization(directory).id().value();
        List<String> made = new ArrayList<>();
        made.add(
                "create temporary table crowd on commit drop as"
                        + " select gen_random_uuid() as id, n, 'crowd' || n || '@crowd.example' as email,"
                        + " '"
                        + others
                        + "'::uuid as org from generate_series(1, "
                        + CROWD
                        + ") as n");
        made.add(
                "insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)"
                        + " select org, id, email, email, 'crowd.example', 'Crowd', now() from crowd");
        made.add(
                "insert into session (id, secret_hash, organization_id, user_id, method, connection_id, name_id,"
                        + " state, created_at, last_seen_at, expires_at) select gen_random_uuid(), '', org, id, 'SSO', org,"
                        + " email, 'ACTIVE', now(), now(), now() + interval '1 day' from crowd");
        made.add(
                "insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)"
                        + " select org, id, org, now(), now() from crowd");
        made.add(
                "insert into audit_record (id, at, organization_id, actor_kind, actor_id, actor_name, action)"
                        + " select id, now() - n * interval '1 minute', org, 'IDP', 'C', 'crowd', 'login.sso' from crowd");
        made.add(
                "insert into audit_seal (seq, record_id, hash) select n + 1000000, id, '' from crowd");
        made.add("update audit_settled set until = now()");
        made.add(
                "insert into sign_in_failure (reference, organization_id, at, code, expires_at)"
                        + " select 'CROWD' || n, org, now(), 'user_unknown', now() + interval '1 day' from crowd");
        for (String table :
                List.of(
                        "app_user",
                        "session",
                        "sso_sign_in",
                        "audit_record",
                        "audit_seal",
                        "sign_in_failure")) {
            made.add("analyze " + table);
        }
        made.forEach(sql -> jdbc.sql(sql).update());
    }
}
