package dev.latchkey.database;

import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.Tokens;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People of several organizations who are signed in, and lists that are worth a download. */
@TestComponent
@NullUnmarked
class Crowd {
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;

    /** Somebody with a session. */
    record Somebody(User user, String organization, String cookie) {}

    /** So many of an organization of their own; the first is its admin. */
    List<Somebody> organization(int people) {
        Organization organization = People.organization(directory);
        List<Somebody> all = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            User user =
                    People.ok(
                            directory.createUser(
                                    Caller.system(organization.id()),
                                    new NewUser(People.email(), "P" + UUID.randomUUID(), i == 0)));
            all.add(new Somebody(user, organization.name(), session(user)));
        }
        return all;
    }

    /** The cookie of a session that has just begun. */
    String session(User user) {
        UUID id = UUID.randomUUID();
        String secret = Tokens.random();
        jdbc.sql(
                        """
                        insert into session (id, secret_hash, organization_id, user_id, method, state, created_at,
                            last_seen_at, expires_at)
                        values (?, ?, ?, ?, 'PASSWORD', 'ACTIVE', now(), now(), now() + interval '1 day')
                        """)
                .params(id, Tokens.hash(secret), user.organization().value(), user.id().value())
                .update();
        byte[] bytes =
                ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + secret;
    }

    /** A list of so many users, all of whom were told, with the IdP's list of as many others; the path of its pages. */
    String list(Organization organization, int users) {
        UUID org = organization.id().value();
        CohortId cohort = CohortId.next();
        UUID connection = UUID.randomUUID();
        UUID rollout = UUID.randomUUID();
        UUID list = UUID.randomUUID();
        jdbc.sql(
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                            email_source, signature_policy, encryption_policy, created_at, updated_at)
                        values (?, ?, 'IdP', 'https://idp.example', 'https://idp.example/sso', 'HTTP_POST', 'NAME_ID',
                            'RESPONSE', 'ALLOWED', now(), now())
                        """)
                .params(org, connection)
                .update();
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by)
                        values (?, ?, ?, now(), 'test')
                        """)
                .params(org, rollout, connection)
                .update();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state,
                            approved_revision, created_at, created_by)
                        values (?, ?, ?, ?, 'All', 'APPROVED', 1, now(), 'test')
                        """)
                .params(org, cohort.value(), rollout, connection)
                .update();
        jdbc.sql(
                        """
                        insert into cohort_revision (organization_id, cohort_id, revision, made_at, made_by, users_in,
                            users_out) values (?, ?, 1, now(), 'test', ?, 0)
                        """)
                .params(org, cohort.value(), users)
                .update();
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, kind, created_at)
                        select ?, gen_random_uuid(), n || '@' || ?, n || '@' || ?, ?,
                            'User ' || n || repeat('.', 180), 'PERSON', now()
                        from generate_series(1, ?) n
                        """)
                .params(org, org + ".example", org + ".example", org + ".example", users)
                .update();
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision)
                        select organization_id, ?, id, 1, email, email_key, name, 'CHOICE', 'IN' from app_user
                        where organization_id = ? and email_domain = ?
                        """)
                .params(cohort.value(), org, org + ".example")
                .update();
        jdbc.sql(
                        """
                        insert into announcement (organization_id, cohort_id, subject, vendor_text, customer_text, help,
                            switch_at, zone, version, changed_at, changed_by, state, revision)
                        values (?, ?, 'It', '{date}', '', 'Help', now() + interval '9 days', 'UTC', 1, now(), 'test',
                            'TOLD', 1)
                        """)
                .params(org, cohort.value())
                .update();
        jdbc.sql(
                        """
                        insert into announcement_mail (organization_id, cohort_id, user_id, revision, email, email_key,
                            switch_at, state, due_at)
                        select organization_id, cohort_id, user_id, 1, email, email_key, now(),
                            (array['SENT', 'REFUSED', 'UNSENT'])[1 + abs(hashtext(email)) % 3], now()
                        from cohort_user where organization_id = ?
                        """)
                .param(org)
                .update();
        jdbc.sql(
                        """
                        insert into idp_list (organization_id, id, connection_id, state, file_name, bytes, charset,
                            separator, uploaded_at, uploaded_by, used_at)
                        values (?, ?, ?, 'READ', 'it.csv', 1, 'UTF-8:0', ',', now(), 'test', now())
                        """)
                .params(org, list, connection)
                .update();
        jdbc.sql(
                        """
                        insert into idp_entry (organization_id, list_id, email_key, email, name, active, line)
                        select ?, ?, 'x' || n || '@idp.example', 'x' || n || '@idp.example',
                            repeat('X', 300), true, n
                        from generate_series(1, ?) n
                        """)
                .params(org, list, users)
                .update();
        jdbc.sql(
                        """
                        insert into idp_refused_line (organization_id, list_id, line, problem, content)
                        select ?, ?, n, 'ADDRESS_MISSING', repeat('line ' || n, 40) from generate_series(1, ?) n
                        """)
                .params(org, list, users)
                .update();
        jdbc.sql("analyze app_user, cohort_user, announcement_mail, idp_entry, idp_refused_line")
                .update();
        return "/organization/cohorts/" + cohort;
    }
}
