package dev.latchkey.announcements;

import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.Requests;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An organization with a list that was approved and whose users may be told. */
final class ReadyList {
    private final JdbcClient jdbc;
    private final Directory directory;
    private final Cohorts cohorts;
    final Organization organization;
    final User admin;
    private final Connection connection;
    private final RolloutId rollout = RolloutId.next();
    private final CohortId id = CohortId.next();

    ReadyList(JdbcClient jdbc, Directory directory, Connections connections, Cohorts cohorts) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.cohorts = cohorts;
        this.organization = People.organization(directory);
        this.admin =
                People.ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(People.email(), "Ann Admin", true)));
        this.connection =
                People.ok(
                        connections.create(
                                Caller.system(organization.id()),
                                ConnectionDetails.usual(
                                        "IdP",
                                        "https://" + UUID.randomUUID() + ".example/idp",
                                        "https://idp.example/sso",
                                        Binding.HTTP_REDIRECT,
                                        List.of(TestIdp.rsa(2048).pinned()))));
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        walk();
    }

    Cohort cohort() {
        return cohorts.find(organization.id(), id).orElseThrow();
    }

    /** A user in the list whose address begins so. */
    User add(String local) {
        return add(local, "Ada Lovelace");
    }

    User add(String local, String name) {
        User user =
                People.ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(
                                        local + "-" + UUID.randomUUID() + "@example.com",
                                        name,
                                        false)));
        put(user.id());
        return user;
    }

    void put(UserId user) {
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision)
                        select organization_id, ?, id, 1, email, email_key, name, 'CHOICE', 'IN' from app_user
                        where organization_id = ? and id = ?
                        """)
                .params(id.value(), organization.id().value(), user.value())
                .update();
        settle();
    }

    /** Nobody of the list has signed in by SSO yet, and that is all right. */
    private void settle() {
        jdbc.sql(
                        """
                        insert into finding_acceptance (organization_id, cohort_id, kind, user_id, email, reason, side,
                            accepted_at, accepted_by)
                        select organization_id, cohort_id, 'NEVER_SIGNED_IN', user_id, email, 'test', 'CUSTOMER', now(),
                            'test'
                        from cohort_user where organization_id = ? and cohort_id = ? on conflict do nothing
                        """)
                .params(organization.id().value(), id.value())
                .update();
    }

    /** This many users, made at once. */
    void addMany(int users) {
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                        select ?, gen_random_uuid(), 'many' || i || '@' || ?, 'many' || i || '@' || ?, ?, 'Many', now()
                        from generate_series(1, ?) i
                        """)
                .params(
                        organization.id().value(),
                        organization.id() + ".example",
                        organization.id().toString().toLowerCase(java.util.Locale.ROOT)
                                + ".example",
                        organization.id() + ".example",
                        users)
                .update();
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision)
                        select organization_id, ?, id, 1, email, email_key, name, 'DOMAIN', 'IN' from app_user
                        where organization_id = ? and name = 'Many'
                        """)
                .params(id.value(), organization.id().value())
                .update();
        settle();
    }

    /** The same users, approved anew. */
    void approveAnew() {
        jdbc.sql(
                        """
                        update cohort set revision = revision + 1, approved_revision = revision + 1,
                            state = 'APPROVED' where id = ?
                        """)
                .param(id.value())
                .update();
        revision(cohort().revision());
    }

    void state(String state) {
        jdbc.sql("update cohort set state = ? where id = ?").params(state, id.value()).update();
    }

    private void walk() {
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by)
                        values (?, ?, ?, now(), 'test')
                        """)
                .params(organization.id().value(), rollout.value(), connection.id().value())
                .update();
        confirmed("CONFIGURED", "CUSTOMER");
        confirmed("TEST", "CUSTOMER");
        confirmed("TEST", "OPERATOR");
        jdbc.sql(
                        """
                        insert into pilot (organization_id, rollout_id, user_id, nominated_at, nominated_by, enabled_at,
                            enabled_by) values (?, ?, ?, now(), 'test', now(), 'test')
                        """)
                .params(organization.id().value(), rollout.value(), admin.id().value())
                .update();
        jdbc.sql(
                        """
                        insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
                        values (?, ?, ?, now(), now() + interval '1 minute')
                        """)
                .params(organization.id().value(), admin.id().value(), connection.id().value())
                .update();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state,
                            approved_revision, created_at, created_by)
                        values (?, ?, ?, ?, 'Sales', 'APPROVED', 1, now(), 'test')
                        """)
                .params(
                        organization.id().value(),
                        id.value(),
                        rollout.value(),
                        connection.id().value())
                .update();
        revision(1);
    }

    private void revision(int revision) {
        jdbc.sql(
                        """
                        insert into cohort_revision (organization_id, cohort_id, revision, made_at, made_by, users_in,
                            users_out) values (?, ?, ?, now(), 'test', 1, 0)
                        """)
                .params(organization.id().value(), id.value(), revision)
                .update();
    }

    private void confirmed(String kind, String side) {
        jdbc.sql(
                        """
                        insert into rollout_confirmation (organization_id, id, rollout_id, kind, side, person_id, person,
                            at, about)
                        values (?, gen_random_uuid(), ?, ?, ?, 'x', 'test', now(), ?::jsonb)
                        """)
                .params(
                        organization.id().value(),
                        rollout.value(),
                        kind,
                        side,
                        "{\"version\": " + connection.version() + "}")
                .update();
    }
}
