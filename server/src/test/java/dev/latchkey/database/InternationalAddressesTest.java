package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.Sid;
import dev.latchkey.testing.WholeServer;
import java.sql.Connection;
import java.util.UUID;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What stands in a database from before international domains had one form. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class InternationalAddressesTest {
    @Autowired private JdbcClient jdbc;
    @Autowired private JdbcTemplate template;
    @Autowired private TransactionTemplate transaction;
    @Autowired private InternationalAddresses migration;

    private final String tag = UUID.randomUUID().toString().substring(0, 8);

    private UUID organization() {
        UUID id = Sid.newUuid();
        jdbc.sql(
                        "insert into organization (id, name, edition, created_at) values (?, 'Acme', 'ENTERPRISE', now())")
                .param(id)
                .update();
        return id;
    }

    private UUID user(UUID organization, String email) {
        UUID id = Sid.newUuid();
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                        values (?, ?, ?, lower(?), lower(split_part(?, '@', 2)), 'Pat', now())
                        """)
                .params(organization, id, email, email, email)
                .update();
        return id;
    }

    private void migrate() {
        transaction.executeWithoutResult(status ->
                template.execute(
                        (ConnectionCallback<Void>)
                                connection -> {
                                    migration.migrate(context(connection));
                                    return null;
                                }));
    }

    private static Context context(Connection connection) {
        return new Context() {
            @Override
            public Configuration getConfiguration() {
                return new ClassicConfiguration();
            }

            @Override
            public Connection getConnection() {
                return connection;
            }
        };
    }

    private String key(UUID user) {
        return jdbc.sql("select email_key || ' ' || email_domain from app_user where id = ?")
                .param(user)
                .query(String.class)
                .single();
    }

    @Test
    void theServerRanIt() {
        assertThat(
                        jdbc.sql("select success from flyway_schema_history where version = '21'")
                                .query(Boolean.class)
                                .single())
                .isTrue();
    }

    @Test
    void keysAndDomainsBecomeALabelsAndOthersStayAsTheyStand() {
        UUID organization = organization();
        UUID letters = user(organization, "Pat-" + tag + "@Müller.example");
        UUID local = user(organization, "jörg-" + tag + "@acme.example");
        UUID plain = user(organization, "ann-" + tag + "@acme.example");
        jdbc.sql("update app_user set email_key = 'kept as it stands' where id = ?")
                .param(plain)
                .update();
        migrate();
        migrate();
        assertThat(key(letters))
                .isEqualTo("pat-" + tag + "@xn--mller-kva.example xn--mller-kva.example");
        assertThat(key(local)).isEqualTo("jörg-" + tag + "@acme.example acme.example");
        assertThat(key(plain)).startsWith("kept as it stands");
    }

    @Test
    void twoUsersWhoBecomeOneAreReportedAndBothAreStillThere() {
        UUID organization = organization();
        UUID letters = user(organization, "pat-" + tag + "@müller.example");
        UUID labels = user(organization, "pat-" + tag + "@xn--mller-kva.example");
        migrate();
        assertThat(key(letters)).isEqualTo(key(labels));
        assertThat(
                        jdbc.sql(
                                        """
                                        select subject_id from audit_record
                                        where organization_id = ? and action = 'user.address_ambiguous'
                                        """)
                                .param(organization)
                                .query(String.class)
                                .list())
                .containsExactlyInAnyOrder(Sid.text("US", letters), Sid.text("US", labels));
    }

    @Test
    void operatorsWhoBecomeOneDoNotStopIt() {
        for (String domain : new String[] {"xn--mller-kva.example", "müller.example"}) {
            jdbc.sql(
                            """
                            insert into operator (id, email, email_key, name, password_hash, created_at)
                            values (?, ?, ?, 'Op', 'x', now())
                            """)
                    .params(Sid.newUuid(), tag + "@" + domain, tag + "@" + domain)
                    .update();
        }
        migrate();
        assertThat(
                        jdbc.sql("select email_key from operator where email like ? order by 1")
                                .param(tag + "%")
                                .query(String.class)
                                .list())
                .containsExactlyInAnyOrder(tag + "@müller.example", tag + "@xn--mller-kva.example");
        jdbc.sql("delete from operator where email like ?").param(tag + "%").update();
    }

    @Test
    void anIdentityProvidersListHasEachAddressOnce() {
        UUID organization = organization();
        UUID list = Sid.newUuid();
        int line = 1;
        for (String email :
                new String[] {"a@müller.example", "a@xn--mller-kva.example", "b@müller.example"}) {
            jdbc.sql(
                            """
                            insert into idp_entry (organization_id, list_id, email_key, email, active, line)
                            values (?, ?, ?, ?, true, ?)
                            """)
                    .params(organization, list, email, email, line++)
                    .update();
        }
        migrate();
        assertThat(
                        jdbc.sql("select email_key from idp_entry where list_id = ? order by line")
                                .param(list)
                                .query(String.class)
                                .list())
                .containsExactly(
                        "a@müller.example", "a@xn--mller-kva.example", "b@xn--mller-kva.example");
    }
}
