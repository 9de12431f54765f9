package dev.latchkey.demo;

import dev.latchkey.directory.User;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.Sid;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** That Acme's admin has uploaded the IdP's users, and has said what it is about those who never came in by SSO. */
@Component
@Profile("demo")
class SampleReview {
    static final String FILE = "okta-users.csv";

    private final JdbcClient jdbc;
    private final Clock clock;

    SampleReview(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The list that the demo IdP would export; returns how many users it has. */
    int upload(SampleRollout.Begun rollout, User admin) {
        UUID list = Sid.newUuid();
        jdbc.sql(
                        """
                        insert into idp_list (organization_id, id, connection_id, state, file_name, bytes, charset,
                            separator, source, uploaded_at, uploaded_by, read_at, used_at)
                        values (:org, :id, :connection, 'READ', :name, 4096, 'UTF-8:0', ',', 'OKTA', :at, :by, :at, :at)
                        """)
                .param("org", admin.organization().value())
                .param("id", list)
                .param("connection", rollout.connection().id().value())
                .param("name", FILE)
                .param("at", ago(6))
                .param("by", admin.email())
                .update();
        int line = 1;
        for (Person person : Tenant.ACME.people()) {
            if (!SamplePeople.UNKNOWN_TO_IDP.contains(person.address())) {
                entry(admin, list, person, ++line);
            }
        }
        jdbc.sql("update idp_list set users = ? where organization_id = ? and id = ?")
                .params(line - 1, admin.organization().value(), list)
                .update();
        return line - 1;
    }

    private void entry(User admin, UUID list, Person person, int line) {
        String address =
                SamplePeople.OTHERWISE_AT_IDP.getOrDefault(person.address(), person.address())
                        + "@"
                        + Tenant.ACME.slug()
                        + ".example";
        jdbc.sql(
                        """
                        insert into idp_entry (organization_id, list_id, email_key, email, name, active, line)
                        values (:org, :list, lower(:email), :email, :name, true, :line)
                        """)
                .param("org", admin.organization().value())
                .param("list", list)
                .param("email", address)
                .param("name", person.name())
                .param("line", line)
                .update();
    }

    /** Nothing is open in a list that the customer approved. */
    void accept(CohortId cohort, User admin) {
        jdbc.sql(
                        """
                        insert into finding_acceptance (organization_id, cohort_id, kind, user_id, email, reason, side,
                            accepted_at, accepted_by)
                        select organization_id, cohort_id, 'NEVER_SIGNED_IN', user_id, email,
                            'They sign in for the first time after the switch.', 'CUSTOMER', :at::timestamptz, :by
                        from cohort_user cu where organization_id = :org and cohort_id = :cohort and decision = 'IN'
                          and not exists (select 1 from sso_sign_in s
                              where s.organization_id = cu.organization_id and s.user_id = cu.user_id)
                        """)
                .param("org", admin.organization().value())
                .param("cohort", cohort.value())
                .param("at", ago(5))
                .param("by", admin.email())
                .update();
    }

    private Timestamp ago(int days) {
        return Timestamp.from(clock.instant().minus(Duration.ofDays(days)));
    }
}
