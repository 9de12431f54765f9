package dev.latchkey.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.login.Sessions;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.NameId;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.testing.WholeServer;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** An IdP ends one person's sessions where a hundred thousand others of the organization are signed in. */
@WholeServer
@NullUnmarked
class LogoutAmongManyTest {
    @Autowired private Sessions sessions;
    @Autowired private Directory directory;
    @Autowired private Connections connections;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

    @Test
    void onlyThatPersonsSessionsAreRead() {
        Organization organization = People.organization(directory);
        Connection connection =
                People.ok(
                        connections.create(
                                Caller.system(organization.id()),
                                ConnectionDetails.usual(
                                        "IdP",
                                        "https://idp.example/many",
                                        "https://idp.example/sso",
                                        Binding.HTTP_REDIRECT,
                                        List.of(TestIdp.rsa(2048).pinned()))));
        transaction.executeWithoutResult(status -> {
            jdbc.sql(
                            """
                            insert into session (id, secret_hash, organization_id, user_id, method,
                                connection_id, name_id, state, created_at, last_seen_at, expires_at)
                            select gen_random_uuid(), '', :organization, gen_random_uuid(), 'SSO', :connection,
                                'user' || n, 'ACTIVE', now(), now(), now() + interval '1 day'
                            from generate_series(1, 20000) as n
                            """)
                    .param("organization", organization.id().value())
                    .param("connection", connection.id().value())
                    .update();
            jdbc.sql("analyze session").update();
            long before = read();
            assertThat(
                            sessions.endAtIdp(
                                    connection,
                                    new NameId("USER17", null, null, null),
                                    List.of(),
                                    List.of()))
                    .isOne();
            assertThat(read() - before).isLessThan(50);
            status.setRollbackOnly();
        });
    }

    private long read() {
        return jdbc.sql(
                        """
                        select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables
                        where relname = 'session'
                        """)
                .query(Long.class)
                .single();
    }
}
