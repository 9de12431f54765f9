package dev.latchkey.isolation;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Account;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes organizations that have one of everything. */
final class Tenants {
    private final Directory directory;
    private final Connections connections;
    private final JdbcClient jdbc;
    private final OperatorId operator;

    Tenants(Directory directory, Connections connections, JdbcClient jdbc, OperatorId operator) {
        this.operator = operator;
        this.directory = directory;
        this.connections = connections;
        this.jdbc = jdbc;
    }

    /** An organization with what belongs to it; every text of it has its name in it. */
    record Tenant(
            String word,
            Organization organization,
            Account account,
            User admin,
            User user,
            Connection connection,
            String reference,
            UUID userImport,
            SupportRequestId request,
            CohortId cohort,
            RolloutId rollout) {}

    Tenant make(String word) {
        RolloutId rollout = RolloutId.next();
        Organization organization =
                ok(directory.create(Actor.SYSTEM, word + " works", Edition.ENTERPRISE));
        User admin = user(organization, word + "-admin", true);
        User user = user(organization, word + "-user", false);
        emergencyAdmin(word, user(organization, word + "-emergency", true));
        Account account =
                ok(directory.createAccount(Caller.system(organization.id()), word + " account"));
        Connection connection =
                ok(
                        connections.create(
                                Caller.system(organization.id()),
                                ConnectionDetails.usual(
                                        word + " IdP",
                                        "https://" + word + ".example/idp",
                                        "https://" + word + ".example/sso",
                                        Binding.HTTP_REDIRECT,
                                        List.of(TestIdp.rsa(2048).pinned()))));
        return new Tenant(
                word,
                organization,
                account,
                admin,
                user,
                connection,
                failure(word, organization, connection),
                userImport(word, organization),
                request(word, organization),
                announcedCohort(word, organization, connection, user, rollout),
                rollout);
    }

    private User user(Organization organization, String name, boolean admin) {
        return ok(
                directory.createUser(
                        Caller.system(organization.id()),
                        new NewUser(name + "@" + name + ".example", name, admin)));
    }

    private void emergencyAdmin(String word, User admin) {
        jdbc.sql(
                        """
                        insert into emergency_admin (organization_id, user_id, named_at, named_by, codes_made_at)
                        values (?, ?, now(), ?, now())
                        """)
                .params(admin.organization().value(), admin.id().value(), word + "-admin")
                .update();
        jdbc.sql(
                        "insert into emergency_code (organization_id, user_id, code_hash) values (?, ?, ?)")
                .params(
                        admin.organization().value(),
                        admin.id().value(),
                        word.getBytes(StandardCharsets.UTF_8))
                .update();
    }

    private String failure(String word, Organization organization, Connection connection) {
        String reference = ("REF" + word).toUpperCase(java.util.Locale.ROOT);
        Instant now = Instant.now();
        jdbc.sql(
                        """
                        insert into sign_in_failure (reference, organization_id, connection_id, email, at, code,
                            found, expires_at)
                        values (?, ?, ?, ?, ?, 'user_unknown', ?, ?)
                        """)
                .params(
                        reference,
                        organization.id().value(),
                        connection.id().value(),
                        word + "@example.com",
                        Timestamp.from(now),
                        word + "@example.com",
                        Timestamp.from(now.plus(Duration.ofDays(1))))
                .update();
        return reference;
    }

    /** A list whose users have been mailed. */
    private CohortId announcedCohort(
            String word,
            Organization organization,
            Connection connection,
            User user,
            RolloutId rollout) {
        CohortId cohort = CohortId.next();
        UUID org = organization.id().value();
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by)
                        values (?, ?, ?, now(), ?)
                        """)
                .params(org, rollout.value(), connection.id().value(), word)
                .update();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state,
                            approved_revision, created_at, created_by)
                        values (?, ?, ?, ?, ?, 'APPROVED', 1, now(), ?)
                        """)
                .params(
                        org,
                        cohort.value(),
                        rollout.value(),
                        connection.id().value(),
                        word + " list",
                        word)
                .update();
        jdbc.sql(
                        """
                        insert into announcement (organization_id, cohort_id, subject, vendor_text, customer_text, help,
                            switch_at, zone, version, changed_at, changed_by, state, revision)
                        values (?, ?, ?, '{date}', '', ?, now() + interval '9 days', 'UTC', 1, now(), ?, 'WAITING', 1)
                        """)
                .params(org, cohort.value(), word + " {date}", word, word)
                .update();
        jdbc.sql(
                        """
                        insert into announcement_mail (organization_id, cohort_id, user_id, revision, email, email_key,
                            switch_at, state, due_at)
                        values (?, ?, ?, 1, ?, ?, now(), 'REFUSED', now())
                        """)
                .params(org, cohort.value(), user.id().value(), user.email(), user.email())
                .update();
        listed(word, user, cohort);
        review(word, organization, connection, user, cohort);
        steps(word, organization, user, rollout, cohort);
        return cohort;
    }

    private UUID userImport(String word, Organization organization) {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now();
        jdbc.sql(
                        """
                        insert into user_import (organization_id, id, operator_id, content, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        organization.id().value(),
                        id,
                        operator.value(),
                        ("email,name\nnew@" + word + ".example,New\n")
                                .getBytes(StandardCharsets.UTF_8),
                        Timestamp.from(now),
                        Timestamp.from(now.plus(Duration.ofHours(1))))
                .update();
        largeImport(word, organization, id);
        return id;
    }

    /** Of the same id, so that whatever names the one names the other. */
    private void largeImport(String word, Organization organization, UUID id) {
        jdbc.sql(
                        """
                        insert into large_import (organization_id, id, operator_id, state, ignored, lines, batches,
                            actor_name, request, address, created_at, expires_at)
                        values (?, ?, ?, 'RUNNING', '', 1, 1, 'Op', '', '192.0.2.1', now(), now() + interval '1 hour')
                        """)
                .params(organization.id().value(), id, operator.value())
                .update();
        jdbc.sql(
                        """
                        insert into large_import_line (organization_id, import_id, batch, line, email, email_key, name,
                            admin, kind, accounts, overflows)
                        values (?, ?, 0, 1, ?, '', 'New', '', '', '', false)
                        """)
                .params(organization.id().value(), id, "later@" + word + ".example")
                .update();
        jdbc.sql("insert into large_import_verdict values (?, ?, 'LEFT_OUT', 0, 1, '[]')")
                .params(organization.id().value(), id)
                .update();
    }

    /** An open request, on which the operator works. */
    private SupportRequestId request(String word, Organization organization) {
        Requests.focus(jdbc, operator, organization.id());
        return Requests.open(jdbc, organization.id(), word + " needs help");
    }

    private static <T> T ok(Result<T> result) {
        return ((Result.Ok<T>) result).value();
    }

    /** The users of the list's identity provider, and what was decided about one of the list. */
    private void review(
            String word,
            Organization organization,
            Connection connection,
            User user,
            CohortId cohort) {
        UUID org = organization.id().value();
        UUID list = UUID.randomUUID();
        jdbc.sql(
                        """
                        insert into idp_list (organization_id, id, connection_id, state, file_name, bytes, charset,
                            separator, uploaded_at, uploaded_by, used_at)
                        values (?, ?, ?, 'READ', ?, 1, 'UTF-8:0', ',', now(), ?, now())
                        """)
                .params(org, list, connection.id().value(), word + ".csv", word)
                .update();
        jdbc.sql("insert into idp_entry values (?, ?, ?, ?, ?, true, 1)")
                .params(org, list, word + "@x.example", word + "@x.example", word)
                .update();
        jdbc.sql("insert into idp_refused_line values (?, ?, 2, 'ADDRESS_MISSING', ?)")
                .params(org, list, word)
                .update();
        jdbc.sql(
                        """
                        insert into address_correction (organization_id, id, cohort_id, user_id, old_email, new_email,
                            asked_at, asked_by, expires_at)
                        values (?, ?, ?, ?, ?, ?, now(), ?, now() + interval '1 day')
                        """)
                .params(
                        org,
                        UUID.randomUUID(),
                        cohort.value(),
                        user.id().value(),
                        user.email(),
                        "new-" + user.email(),
                        word)
                .update();
    }

    private void listed(String word, User user, CohortId cohort) {
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision, decided_by)
                        values (?, ?, ?, 1, ?, ?, ?, 'CHOICE', 'IN', ?)
                        """)
                .params(
                        user.organization().value(),
                        cohort.value(),
                        user.id().value(),
                        user.email(),
                        user.email(),
                        user.name(),
                        word)
                .update();
    }

    /** What both sides did on the way. */
    private void steps(
            String word, Organization organization, User user, RolloutId rollout, CohortId cohort) {
        UUID org = organization.id().value();
        jdbc.sql("insert into pilot values (?, ?, ?, now(), ?, now(), ?)")
                .params(org, rollout.value(), user.id().value(), word, word)
                .update();
        jdbc.sql("insert into cohort_rule values (?, ?, 'DOMAIN', ?, null, now(), ?)")
                .params(org, cohort.value(), word + ".example", word)
                .update();
        jdbc.sql("insert into cohort_release values (?, ?, ?, 'RELEASED', ?, now(), ?)")
                .params(org, cohort.value(), user.id().value(), word, word)
                .update();
        jdbc.sql(
                        """
                        insert into disable_order (organization_id, id, rollout_id, reason, asked_at, asked_by)
                        values (?, ?, ?, ?, now(), ?)
                        """)
                .params(org, rollout.value(), rollout.value(), word, word)
                .update();
    }
}
