package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Of more sessions than are looked at together, those end that are asked for. */
class PasswordSessionsTest {
    private final JdbcClient jdbc = JdbcClient.create(LoginDatabase.dataSource());
    private final PasswordSessions sessions = new PasswordSessions(jdbc);

    @Test
    void onlyPasswordSessionsOfThoseUsersEndAndOfThisOrganization() {
        OrganizationId organization = new OrganizationId(UUID.randomUUID());
        OrganizationId other = new OrganizationId(UUID.randomUUID());
        fill(organization, "PASSWORD", 12_000);
        fill(organization, "SSO", 10);
        fill(other, "PASSWORD", 10);
        Set<UserId> seen = new HashSet<>();

        sessions.end(
                organization,
                users -> {
                    users.forEach(user -> assertThat(seen.add(user)).isTrue());
                    users.removeIf(PasswordSessionsTest::stays);
                    return users;
                });

        assertThat(seen).hasSize(12_000);
        assertThat(left(organization, "PASSWORD"))
                .isEqualTo(seen.stream().filter(PasswordSessionsTest::stays).count());
        assertThat(left(organization, "SSO")).isEqualTo(10);
        assertThat(left(other, "PASSWORD")).isEqualTo(10);
    }

    private static boolean stays(UserId user) {
        return (user.value().getLeastSignificantBits() & 1) == 0;
    }

    private void fill(OrganizationId organization, String method, int count) {
        jdbc.sql(
                        """
                        insert into session (id, secret_hash, organization_id, user_id, method, state, created_at,
                            last_seen_at, expires_at)
                        select gen_random_uuid(), '', ?, gen_random_uuid(), ?, 'ACTIVE', now(), now(), now()
                        from generate_series(1, ?)
                        """)
                .params(organization.value(), method, count)
                .update();
    }

    private long left(OrganizationId organization, String method) {
        return jdbc.sql("select count(*) from session where organization_id = ? and method = ?")
                .params(organization.value(), method)
                .query(Long.class)
                .single();
    }
}
