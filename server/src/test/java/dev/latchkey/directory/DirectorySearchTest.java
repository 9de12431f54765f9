package dev.latchkey.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.WholeServer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** That a search among very many users is led by an index, also where the plan is made before the text is known. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class DirectorySearchTest {
    @Autowired Directory directory;
    @Autowired DirectorySearch search;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionTemplate transaction;

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void noSearchReadsAllUsers(String mode) {
        fill(20_000);
        for (String sql :
                List.of(
                        DirectorySearch.USERS_BY_NAME,
                        DirectorySearch.USERS_BY_EMAIL,
                        DirectorySearch.USERS_BY_DOMAIN,
                        DirectorySearch.ORGANIZATIONS_BY_DOMAIN)) {
            for (String text : List.of("a", "user 17", "domain.example", "u7@domain.example")) {
                assertThat(plan(mode, sql, text))
                        .as(sql)
                        .contains("Index")
                        .doesNotContain("Seq Scan on app_user")
                        .doesNotContainPattern("Sort Key: app_user");
            }
        }
    }

    @Test
    void aDomainOfManyUsersIsOfFewOrganizations() {
        String domain = fill(2_000);
        assertThat(search.organizationsOfDomain(domain, 21)).hasSize(1);
        assertThat(search.usersOfDomain(domain, 21)).hasSize(21);
    }

    private String plan(String mode, String sql, String text) {
        String prepared = sql.replace(":text", "$1").replace(":limit", "$2");
        return transaction.execute(status -> {
            jdbc.sql("set local plan_cache_mode = " + mode).update();
            jdbc.sql("prepare asked (varchar, int) as " + prepared).update();
            String plan =
                    String.join(
                            "\n",
                            jdbc.sql("explain execute asked ('" + text + "', 21)")
                                    .query(String.class)
                                    .list());
            jdbc.sql("deallocate asked").update();
            return plan;
        });
    }

    /** Most users have one domain, as in a big organization. */
    private String fill(int users) {
        Organization organization = People.organization(directory);
        String domain = UUID.randomUUID() + ".example";
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                        select :organization, gen_random_uuid(), e, e, :domain, 'User ' || n, now()
                        from (select n, 'u' || n || '@' || :domain as e from generate_series(1, :users) n) x
                        """)
                .param("organization", organization.id().value())
                .param("domain", domain)
                .param("users", users)
                .update();
        jdbc.sql("analyze app_user").update();
        return domain;
    }
}
