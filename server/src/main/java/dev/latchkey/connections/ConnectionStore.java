package dev.latchkey.connections;

import dev.latchkey.saml.Binding;
import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.Concession;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Connections in the database. Whatever has to be parsed or opened is kept by id and version. */
@Component
class ConnectionStore {
    private static final int MOST_KEPT = 10_000;
    private final JdbcClient jdbc;
    private final ConnectionKeys keys;
    private final Map<ConnectionId, Material> kept = new ConcurrentHashMap<>();

    ConnectionStore(JdbcClient jdbc, ConnectionKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** What belongs to one version of a connection beside its row. */
    record Material(
            int version,
            List<TrustedCertificate> certificates,
            List<GrantedConcession> concessions,
            ConnectionKeys.Opened key) {}

    Optional<Connection> find(ConnectionId id) {
        return jdbc.sql("select * from connection where id = :id")
                .param("id", id.value())
                .query((rs, n) -> connection(rs))
                .optional();
    }

    Optional<Connection> find(OrganizationId organization, ConnectionId id) {
        return jdbc.sql("select * from connection where organization_id = :org and id = :id")
                .param("org", organization.value())
                .param("id", id.value())
                .query((rs, n) -> connection(rs))
                .optional();
    }

    List<Connection> of(OrganizationId organization) {
        return jdbc.sql("select * from connection where organization_id = :org order by name, id")
                .param("org", organization.value())
                .query((rs, n) -> connection(rs))
                .list();
    }

    Material material(OrganizationId organization, ConnectionId id, int version) {
        Material known = kept.get(id);
        if (known != null && known.version() == version) {
            return known;
        }
        Material read =
                new Material(
                        version,
                        certificates(organization, id),
                        concessions(organization, id),
                        key(organization, id));
        keep(id, read);
        return read;
    }

    /** What a running transaction sees may never be committed, so it is not kept. */
    private void keep(ConnectionId id, Material material) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return;
        }
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.put(id, material);
    }

    private List<TrustedCertificate> certificates(OrganizationId organization, ConnectionId id) {
        return jdbc.sql(
                        """
                        select der from connection_certificate
                        where organization_id = :org and connection_id = :id
                        order by added_at, sha256
                        """)
                .param("org", organization.value())
                .param("id", id.value())
                .query((rs, n) -> certificate(bytes(rs, "der")))
                .list();
    }

    private static TrustedCertificate certificate(byte[] der) {
        if (TrustedCertificate.readDer(der)
                instanceof CertificateReading.Read(TrustedCertificate read)) {
            return read;
        }
        throw new IllegalStateException("a stored certificate is damaged");
    }

    private List<GrantedConcession> concessions(OrganizationId organization, ConnectionId id) {
        return jdbc.sql(
                        """
                        select * from connection_concession
                        where organization_id = :org and connection_id = :id
                        order by concession
                        """)
                .param("org", organization.value())
                .param("id", id.value())
                .query((rs, n) -> concession(rs))
                .list();
    }

    private static GrantedConcession concession(ResultSet rs) throws SQLException {
        return new GrantedConcession(
                Objects.requireNonNull(Concession.of(text(rs, "concession"))),
                text(rs, "reason"),
                text(rs, "granted_by"),
                instant(rs, "granted_at"),
                instant(rs, "until"));
    }

    private ConnectionKeys.Opened key(OrganizationId organization, ConnectionId id) {
        return jdbc.sql(
                        """
                        select certificate, private_key from connection_key
                        where organization_id = :org and connection_id = :id
                        order by created_at desc limit 1
                        """)
                .param("org", organization.value())
                .param("id", id.value())
                .query((rs, n) ->
                        keys.open(
                                new ConnectionKeys.Stored(
                                        bytes(rs, "certificate"), bytes(rs, "private_key"))))
                .single();
    }

    void insert(OrganizationId organization, ConnectionId id, ConnectionDetails d, Instant now) {
        bound(
                        jdbc.sql(
                                """
                                insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                                    slo_url, slo_response_url, slo_binding, logout_redirect_url, email_source,
                                    email_attribute, signature_policy, encryption_policy, sign_authn_requests,
                                    accept_unsolicited, refuse_expired_certificates, clock_skew_seconds,
                                    created_at, updated_at)
                                values (:org, :id, :name, :entityId, :ssoUrl, :ssoBinding, :sloUrl, :sloResponseUrl,
                                    :sloBinding, :logoutUrl, :emailSource, :attribute, :signature, :encryption, :sign,
                                    :unsolicited, :refuseExpired, :skew, :now, :now)
                                """),
                        organization,
                        id,
                        d,
                        now)
                .update();
        replaceCertificates(organization, id, d.certificates(), now);
        insertKey(organization, id, keys.make(id, now), now);
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
                    .param("der", encoded(certificate))
                    .param("now", at(now))
                    .update();
        }
    }

    private static byte[] encoded(TrustedCertificate certificate) {
        try {
            return certificate.certificate().getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can't be written", e);
        }
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

    int deleteConcession(Connection connection, Concession concession) {
        return jdbc.sql(
                        """
                        delete from connection_concession
                        where organization_id = :org and connection_id = :id and concession = :concession
                        """)
                .param("org", connection.organization().value())
                .param("id", connection.id().value())
                .param("concession", concession.id())
                .update();
    }

    private Connection connection(ResultSet rs) throws SQLException {
        OrganizationId organization = new OrganizationId(uuid(rs, "organization_id"));
        ConnectionId id = new ConnectionId(uuid(rs, "id"));
        int version = rs.getInt("version");
        Material material = material(organization, id, version);
        return new Connection(
                organization,
                id,
                details(rs, material.certificates()),
                material.concessions(),
                rs.getBoolean("active"),
                version,
                instant(rs, "created_at"),
                instant(rs, "updated_at"));
    }

    private static ConnectionDetails details(ResultSet rs, List<TrustedCertificate> certificates)
            throws SQLException {
        return new ConnectionDetails(
                text(rs, "name"),
                text(rs, "idp_entity_id"),
                text(rs, "sso_url"),
                Binding.valueOf(text(rs, "sso_binding")),
                maybe(rs, "slo_url"),
                maybe(rs, "slo_response_url"),
                binding(maybe(rs, "slo_binding")),
                maybe(rs, "logout_redirect_url"),
                email(text(rs, "email_source"), maybe(rs, "email_attribute")),
                SignaturePolicy.valueOf(text(rs, "signature_policy")),
                EncryptionPolicy.valueOf(text(rs, "encryption_policy")),
                rs.getBoolean("sign_authn_requests"),
                rs.getBoolean("accept_unsolicited"),
                rs.getBoolean("refuse_expired_certificates"),
                rs.getInt("clock_skew_seconds"),
                certificates);
    }

    private static @Nullable Binding binding(@Nullable String name) {
        return name == null ? null : Binding.valueOf(name);
    }

    private static String emailSource(EmailSource source) {
        return switch (source) {
            case EmailSource.NameId named -> "NAME_ID";
            case EmailSource.AnyNameIdFormat any -> "ANY_NAME_ID_FORMAT";
            case EmailSource.Attribute attribute -> "ATTRIBUTE";
        };
    }

    private static EmailSource email(String source, @Nullable String attribute) {
        return switch (source) {
            case "NAME_ID" -> new EmailSource.NameId();
            case "ANY_NAME_ID_FORMAT" -> new EmailSource.AnyNameIdFormat();
            default -> new EmailSource.Attribute(Objects.requireNonNull(attribute));
        };
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        return Objects.requireNonNull(rs.getObject(column, OffsetDateTime.class)).toInstant();
    }

    private static UUID uuid(ResultSet rs, String column) throws SQLException {
        return Objects.requireNonNull(rs.getObject(column, UUID.class));
    }

    private static String text(ResultSet rs, String column) throws SQLException {
        return Objects.requireNonNull(rs.getString(column));
    }

    private static @Nullable String maybe(ResultSet rs, String column) throws SQLException {
        return rs.getString(column);
    }

    private static byte[] bytes(ResultSet rs, String column) throws SQLException {
        return Objects.requireNonNull(rs.getBytes(column));
    }
}
