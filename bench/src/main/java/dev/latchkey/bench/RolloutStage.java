package dev.latchkey.bench;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.Sid;
import dev.latchkey.shared.Tokens;
import dev.latchkey.shared.UserId;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Base64;
import java.util.UUID;

/**
 * The large organization's rollout with its test confirmed by both sides, an operator who works on its request, and an
 * admin of it; both are signed in. What comes before a list of users costs the same for each organization.
 */
record RolloutStage(
        OrganizationId organization,
        ConnectionId connection,
        RolloutId rollout,
        UserId admin,
        String operatorSession,
        String adminSession) {
    private static final int SESSION_ID_CHARS = 22;

    static RolloutStage set(Database database, OrganizationId organization, ConnectionId connection)
            throws SQLException {
        clear(database);
        UUID admin =
                database.id(
                        """
                        select id from app_user where organization_id = '%s' order by id limit 1
                        """
                                .formatted(organization.value()));
        UUID session = Sid.newUuid();
        RolloutStage stage =
                new RolloutStage(
                        organization,
                        connection,
                        new RolloutId(Sid.newUuid()),
                        new UserId(admin),
                        Tokens.random(),
                        cookie(session, Tokens.random()));
        stage.signIn(database, session);
        stage.confirm(database);
        return stage;
    }

    /** What an earlier run left. */
    private static void clear(Database database) throws SQLException {
        database.execute(
                """
                truncate rollout, support_request, emergency_admin, session, operator_session, sso_sign_in,
                    spent_assertion, cohort_user, scheduled_tasks cascade
                """,
                """
                delete from enrollment where organization_id in (select id from organization where name = '%s')
                """
                        .formatted(Population.ORGANIZATION));
    }

    /** As the server writes it: the session's id and its secret. */
    private static String cookie(UUID session, String secret) {
        byte[] id =
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(session.getMostSignificantBits())
                        .putLong(session.getLeastSignificantBits())
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id) + secret;
    }

    private void signIn(Database database, UUID session) throws SQLException {
        UUID operator = Sid.newUuid();
        database.update(
                """
                insert into operator (id, email, email_key, name, password_hash, created_at)
                values (?, ?::text || '@vendor.example', ?::text || '@vendor.example', 'Olivia', '', now())
                """,
                operator,
                operator.toString(),
                operator.toString());
        database.update(
                """
                insert into operator_session (id_hash, operator_id, created_at, last_seen_at, expires_at)
                values (?, ?, now(), now(), now() + interval '12 hours')
                """,
                Tokens.hash(operatorSession),
                operator);
        database.update(
                """
                update app_user set admin = true, active = true, kind = 'PERSON', password_hash = '{noop}' where id = ?
                """,
                admin.value());
        database.update(
                """
                insert into session (id, secret_hash, organization_id, user_id, method, connection_id, state, created_at,
                    last_seen_at, expires_at)
                values (?, ?, ?, ?, 'SSO', ?, 'ACTIVE', now(), now(), now() + interval '12 hours')
                """,
                session,
                Tokens.hash(adminSession.substring(SESSION_ID_CHARS)),
                organization.value(),
                admin.value(),
                connection.value());
        UUID request = Sid.newUuid();
        database.update(
                """
                insert into support_request (organization_id, id, kind, state, subject, channel, opener_kind, opener_name,
                    opened_at, waiting_since)
                values (?, ?, 'SET_UP_SSO', 'WAITING_FOR_SUPPORT', 'Single sign-on for everybody', 'PORTAL', 'SYSTEM',
                    'Bench', now(), now())
                """,
                organization.value(),
                request);
        database.update(
                """
                insert into request_focus (operator_id, organization_id, request_id, since) values (?, ?, ?, now())
                """,
                operator,
                organization.value(),
                request);
    }

    private void confirm(Database database) throws SQLException {
        database.update(
                """
                insert into rollout (organization_id, id, connection_id, created_at, created_by)
                values (?, ?, ?, now() - interval '1 day', 'Olivia')
                """,
                organization.value(),
                rollout.value(),
                connection.value());
        database.update(
                """
                insert into pilot (organization_id, rollout_id, user_id, nominated_at, nominated_by, enabled_at, enabled_by)
                values (?, ?, ?, now() - interval '1 day', 'Grace', now() - interval '1 day', 'Olivia')
                """,
                organization.value(),
                rollout.value(),
                admin.value());
        database.update(
                """
                insert into enrollment (organization_id, user_id, connection_id, state, changed_at, changed_by)
                values (?, ?, ?, 'PILOT', now(), 'Olivia')
                """,
                organization.value(),
                admin.value(),
                connection.value());
        database.update(
                """
                insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
                values (?, ?, ?, now(), now())
                """,
                organization.value(),
                admin.value(),
                connection.value());
        for (String given :
                new String[] {"CONFIGURED CUSTOMER", "TEST CUSTOMER", "TEST OPERATOR"}) {
            database.update(
                    """
                    insert into rollout_confirmation (organization_id, id, rollout_id, kind, side, person_id, person, at,
                        about)
                    select organization_id, ?, ?, split_part(?, ' ', 1), split_part(?, ' ', 2), ?, 'Grace', now(),
                        jsonb_build_object('configuration', configuration)
                    from connection where id = ?
                    """,
                    Sid.newUuid(),
                    rollout.value(),
                    given,
                    given,
                    admin.toString(),
                    connection.value());
        }
        database.update(
                """
                insert into emergency_admin (organization_id, user_id, named_at, named_by, codes_made_at, proven_at)
                values (?, ?, now(), 'Grace', now(), now())
                """,
                organization.value(),
                admin.value());
        database.update(
                """
                insert into emergency_code (code_hash, organization_id, user_id) values (?, ?, ?)
                """,
                Tokens.hash(Tokens.random()),
                organization.value(),
                admin.value());
    }
}
