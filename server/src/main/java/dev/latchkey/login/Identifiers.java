package dev.latchkey.login;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.IdentifierMoved;
import dev.latchkey.connections.StableIdentifier;
import dev.latchkey.saml.Identity;
import dev.latchkey.saml.NameId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What an IdP calls each person for good (requirement D12). The statement of a sign-in compares and remembers it; here
 * it is found in the message, and an admin is asked when it changes.
 */
@Component
public class Identifiers {
    private static final String PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    private static final int LONGEST = 1024;
    private static final List<String> FORGET =
            List.of(
                    "delete from sso_identifier where organization_id = ? and connection_id = ?",
                    "delete from sso_identifier_question where organization_id = ? and connection_id = ?");

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;

    Identifiers(JdbcClient jdbc, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /** A question that waits for an admin. */
    record Question(
            ConnectionId connection,
            UserId user,
            String userEmail,
            String identifier,
            String email,
            Instant askedAt) {
        /** What the page shows of it. */
        public Seen seen() {
            return Seen.of(connection, user, userEmail, identifier, email);
        }

        /** Whether the person came with another address, and not with another identifier. */
        public boolean addressChanged() {
            return !key(email).equals(key(userEmail));
        }
    }

    /** What was remembered from elsewhere is forgotten, and nobody is asked about it. */
    @EventListener
    void on(IdentifierMoved moved) {
        for (String forget : FORGET) {
            jdbc.sql(forget)
                    .params(moved.organization().value(), moved.connection().value())
                    .update();
        }
    }

    /** Where it is looked for, as a refusal says it. */
    static String described(StableIdentifier where) {
        return where.attribute() == null ? "a persistent NameID" : where.attribute();
    }

    /** What the IdP says there, once and for good. */
    static Optional<String> found(StableIdentifier where, Identity identity) {
        String attribute = where.attribute();
        if (attribute == null) {
            NameId nameId = identity.nameId();
            return nameId != null && PERSISTENT.equals(nameId.format())
                    ? usable(nameId.value())
                    : Optional.empty();
        }
        List<String> values = identity.attributes().getOrDefault(attribute, List.of());
        return values.size() == 1 ? usable(values.getFirst()) : Optional.empty();
    }

    private static Optional<String> usable(String value) {
        return value.isBlank() || value.length() > LONGEST || value.indexOf('\0') >= 0
                ? Optional.empty()
                : Optional.of(value);
    }

    /** Whether somebody of this connection is remembered by it. */
    public boolean isRemembered(Connection connection, String identifier) {
        return jdbc.sql(
                        """
                        select exists (select 1 from sso_identifier where organization_id = :organization
                          and connection_id = :connection and identifier = :name)
                        """)
                .param("organization", connection.organization().value())
                .param("connection", connection.id().value())
                .param("name", identifier)
                .query(Boolean.class)
                .single();
    }

    /**
     * Notes after a refusal what an admin should look at: the user who came with another identifier, or whose
     * identifier came with an address that nobody, or somebody else, has.
     */
    @Transactional
    public void ask(Connection connection, Identity identity) {
        StableIdentifier where = connection.stableIdentifier();
        if (where == null) {
            return;
        }
        found(where, identity)
                .ifPresent(identifier ->
                        jdbc.sql(
                                        """
                                        insert into sso_identifier_question (organization_id, connection_id, user_id,
                                            identifier, email, asked_at)
                                        select :org, :connection, user_id, :identifier, :email, :at from (
                                            select user_id from sso_identifier where organization_id = :org
                                                and connection_id = :connection and identifier = :identifier
                                            union
                                            select i.user_id from sso_identifier i join directory_user u
                                                on u.organization_id = i.organization_id and u.id = i.user_id
                                            where i.organization_id = :org and i.connection_id = :connection
                                                and u.email_key = :key) concerned
                                        on conflict (organization_id, connection_id, user_id) do update set
                                            identifier = excluded.identifier, email = excluded.email,
                                            asked_at = excluded.asked_at
                                        """)
                                .param("org", connection.organization().value())
                                .param("connection", connection.id().value())
                                .param("identifier", identifier)
                                .param("key", key(identity.email()))
                                .param("email", identity.email().replace("\0", ""))
                                .param("at", Timestamp.from(clock.instant()))
                                .update());
    }

    /** By the rule that finds a user: what the database calls lower case would take some letters for others. */
    private static String key(String email) {
        return EmailAddress.parse(email).map(EmailAddress::key).orElse("");
    }

    /** What an admin was asked about this user, if it is asked still. */
    Optional<Question> find(OrganizationId organization, UserId user, String seen) {
        return open(organization).stream()
                .filter(each -> each.user().equals(user) && each.seen().is(seen))
                .findFirst();
    }

    List<Question> open(OrganizationId organization) {
        return jdbc.sql(
                        """
                        select q.*, u.email as user_email from sso_identifier_question q
                        join directory_user u on u.organization_id = q.organization_id and u.id = q.user_id
                        where q.organization_id = ? order by q.asked_at desc limit 200
                        """)
                .param(organization.value())
                .query((row, number) ->
                        new Question(
                                new ConnectionId(row.getObject("connection_id", UUID.class)),
                                new UserId(row.getObject("user_id", UUID.class)),
                                row.getString("user_email"),
                                row.getString("identifier"),
                                row.getString("email"),
                                row.getTimestamp("asked_at").toInstant()))
                .list();
    }

    /**
     * An admin says that it is the same person: from now on the identifier that they saw counts. Whoever is refused
     * meanwhile asks another question. False where this one is asked no more.
     *
     * @param asked what the page showed
     */
    @Transactional
    public boolean confirm(Caller caller, Question asked) {
        int changed =
                jdbc.sql(
                                """
                                update sso_identifier i set identifier = q.identifier, remembered_at = :at,
                                    confirmed_by = :by
                                from sso_identifier_question q
                                where q.organization_id = :org and q.connection_id = :connection
                                  and q.user_id = :user and q.identifier = :seen
                                  and i.organization_id = q.organization_id and i.connection_id = q.connection_id
                                  and i.user_id = q.user_id and not exists (select 1 from sso_identifier o
                                    where o.organization_id = i.organization_id and o.connection_id = i.connection_id
                                      and o.identifier = q.identifier and o.user_id <> i.user_id)
                                """)
                        .param("at", Timestamp.from(clock.instant()))
                        .param("by", caller.actor().name())
                        .param("org", caller.organization().value())
                        .param("connection", asked.connection().value())
                        .param("user", asked.user().value())
                        .param("seen", asked.identifier())
                        .update();
        return changed > 0 && settle(caller, asked, LoginAction.USER_SSO_IDENTIFIER_CONFIRMED);
    }

    /** An admin says that it is not the same person, or that it was settled otherwise. */
    @Transactional
    public boolean dismiss(Caller caller, Question asked) {
        return settle(caller, asked, LoginAction.USER_SSO_IDENTIFIER_REFUSED);
    }

    private boolean settle(Caller caller, Question asked, AuditAction action) {
        int gone =
                jdbc.sql(
                                """
                                delete from sso_identifier_question
                                where organization_id = ? and connection_id = ? and user_id = ? and identifier = ?
                                """)
                        .params(
                                caller.organization().value(),
                                asked.connection().value(),
                                asked.user().value(),
                                asked.identifier())
                        .update();
        if (gone > 0) {
            audit.record(
                    caller,
                    action,
                    Subject.of(asked.user()),
                    Map.of(
                            "identifier",
                            asked.identifier(),
                            "connection",
                            asked.connection().toString()));
        }
        return gone > 0;
    }
}
