package dev.latchkey.connections;

import dev.latchkey.saml.Concession;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes connections to the database. Every change of anything of a connection counts its version up; one after which a
 * test is to be done again counts its configuration up, too ({@link #reconfigured}).
 */
@Component
class ConnectionStore {
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    ConnectionStore(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    void insert(
            OrganizationId organization,
            Connections.Prepared prepared,
            ConnectionDetails d,
            Instant now) {
        ConnectionId id = prepared.id();
        bound(
                        jdbc.sql(
                                """
                                insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                                    slo_url, slo_response_url, slo_binding, logout_redirect_url, email_source,
                                    email_attribute, signature_policy, encryption_policy, sign_authn_requests,
                                    accept_unsolicited, refuse_expired_certificates, clock_skew_seconds,
                                    created_at, updated_at, configured_at)
                                values (:org, :id, :name, :entityId, :ssoUrl, :ssoBinding, :sloUrl, :sloResponseUrl,
                                    :sloBinding, :logoutUrl, :emailSource, :attribute, :signature, :encryption, :sign,
                                    :unsolicited, :refuseExpired, :skew, :now, :now, :now)
                                """),
                        organization,
                        id,
                        d,
                        now)
                .update();
        replaceCertificates(organization, id, d.certificates(), now);
        insertKey(organization, id, prepared.key(), now);
    }

    private void insertKey(
            OrganizationId organization, ConnectionId id, ConnectionKeys.Stored key, Instant now) {
        jdbc.sql(
                        """
                        insert into connection_key
                            (organization_id, connection_id, id, certificate, private_key, created_at)
                        values (:org, :id, :key, :certificate, :private, :now)
                        """)
                .param("org", organization.value())
                .param("id", id.value())
                .param("key", UUID.randomUUID())
                .param("certificate", key.certificate())
                .param("private", key.privateKey())
                .param("now", at(now))
                .update();
    }

    /** Changes the row if it still has this version. */
    boolean update(Connection before, ConnectionDetails d, Instant now) {
        int changed =
                bound(
                                jdbc.sql(
                                        """
                                        update connection set name = :name, idp_entity_id = :entityId,
                                            sso_url = :ssoUrl, sso_binding = :ssoBinding, slo_url = :sloUrl,
                                            slo_response_url = :sloResponseUrl, slo_binding = :sloBinding,
                                            logout_redirect_url = :logoutUrl, email_source = :emailSource,
                                            email_attribute = :attribute, signature_policy = :signature,
                                            encryption_policy = :encryption, sign_authn_requests = :sign,
                                            accept_unsolicited = :unsolicited,
                                            refuse_expired_certificates = :refuseExpired,
                                            clock_skew_seconds = :skew, updated_at = :now, version = version + 1
                                        where organization_id = :org and id = :id and version = :version
                                        """),
                                before.organization(),
                                before.id(),
                                d,
                                now)
                        .param("version", before.version())
                        .update();
        if (changed == 1) {
            replaceCertificates(before.organization(), before.id(), d.certificates(), now);
            if (!d.areVouchedForBy(before.details())) {
                reconfigured(before, now);
            }
        }
        return changed == 1;
    }

    private static JdbcClient.StatementSpec bound(
            JdbcClient.StatementSpec sql,
            OrganizationId organization,
            ConnectionId id,
            ConnectionDetails d,
            Instant now) {
        return sql.param("org", organization.value())
                .param("id", id.value())
                .param("name", d.name())
                .param("entityId", d.idpEntityId())
                .param("ssoUrl", d.ssoUrl())
                .param("ssoBinding", d.ssoBinding().name())
                .param("sloUrl", d.sloUrl())
                .param("sloResponseUrl", d.sloResponseUrl())
                .param("sloBinding", d.sloBinding() == null ? null : d.sloBinding().name())
                .param("logoutUrl", d.logoutRedirectUrl())
                .param("emailSource", emailSource(d.email()))
                .param(
                        "attribute",
                        d.email() instanceof EmailSource.Attribute(String name) ? name : null)
                .param("signature", d.signature().name())
                .param("encryption", d.encryption().name())
                .param("sign", d.signAuthnRequests())
                .param("unsolicited", d.acceptUnsolicited())
                .param("refuseExpired", d.refuseExpiredCertificates())
                .param("skew", d.clockSkewSeconds())
                .param("now", at(now));
    }

    private void replaceCertificates(
            OrganizationId organization,
            ConnectionId id,
            List<TrustedCertificate> certificates,
            Instant now) {
        jdbc.sql(
                        """
                        delete from connection_certificate
                        where organization_id = :org and connection_id = :id
                        """)
                .param("org", organization.value())
                .param("id", id.value())
                .update();
        for (TrustedCertificate certificate : certificates) {
            jdbc.sql(
                            """
                            insert into connection_certificate
                                (organization_id, connection_id, sha256, der, added_at)
                            values (:org, :id, :sha256, :der, :now)
                            """)
                    .param("org", organization.value())
                    .param("id", id.value())
                    .param("sha256", certificate.sha256())
                    .param("der", certificate.der())
                    .param("now", at(now))
                    .update();
        }
    }

    private void reconfigured(Connection connection, Instant now) {
        jdbc.sql(
                        """
                        update connection set configuration = configuration + 1, configured_at = :now
                        where organization_id = :org and id = :id
                        """)
                .param("now", at(now))
                .param("org", connection.organization().value())
                .param("id", connection.id().value())
                .update();
    }

    void setIdentifier(Connection connection, @Nullable StableIdentifier identifier, Instant now) {
        jdbc.sql(
                        """
                        update connection set stable_identifier = ?, version = version + 1
                        where organization_id = ? and id = ?
                        """)
                .params(
                        Arrays.asList(
                                identifier == null ? null : identifier.text(),
                                connection.organization().value(),
                                connection.id().value()))
                .update();
        reconfigured(connection, now);
        events.publishEvent(new IdentifierMoved(connection.organization(), connection.id()));
    }

    boolean setActive(Connection before, boolean active, Instant now) {
        return jdbc.sql(
                                """
                                update connection set active = :active, updated_at = :now, version = version + 1
                                where organization_id = :org and id = :id and version = :version
                                """)
                        .param("active", active)
                        .param("now", at(now))
                        .param("org", before.organization().value())
                        .param("id", before.id().value())
                        .param("version", before.version())
                        .update()
                == 1;
    }

    void putConcession(Connection connection, GrantedConcession granted) {
        jdbc.sql(
                        """
                        insert into connection_concession
                            (organization_id, connection_id, concession, reason, granted_by, granted_at, until)
                        values (:org, :id, :concession, :reason, :by, :at, :until)
                        on conflict (organization_id, connection_id, concession) do update set
                            reason = excluded.reason, granted_by = excluded.granted_by,
                            granted_at = excluded.granted_at, until = excluded.until
                        """)
                .param("org", connection.organization().value())
                .param("id", connection.id().value())
                .param("concession", granted.concession().id())
                .param("reason", granted.reason())
                .param("by", granted.grantedBy())
                .param("at", at(granted.grantedAt()))
                .param("until", at(granted.until()))
                .update();
    }

    /** An exception that goes may be one that the test needed; one that comes takes nothing from it. */
    boolean deleteConcession(Connection connection, Concession concession, Instant now) {
        int deleted =
                jdbc.sql(
                                """
                                delete from connection_concession
                                where organization_id = :org and connection_id = :id and concession = :concession
                                """)
                        .param("org", connection.organization().value())
                        .param("id", connection.id().value())
                        .param("concession", concession.id())
                        .update();
        if (deleted > 0) {
            reconfigured(connection, now);
        }
        return deleted > 0;
    }

    private static String emailSource(EmailSource source) {
        return switch (source) {
            case EmailSource.NameId named -> "NAME_ID";
            case EmailSource.AnyNameIdFormat any -> "ANY_NAME_ID_FORMAT";
            case EmailSource.Attribute attribute -> "ATTRIBUTE";
        };
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
