package dev.latchkey.connections;

import dev.latchkey.listing.Listing;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.SortKey;
import dev.latchkey.listing.Wanted;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.Concession;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.url.WebUrl;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reads connections. What has to be parsed or opened is kept by id and version, so that the usual look-up is one small
 * query. What is not kept yet is read with its row in one statement, so it is never of another version than the row.
 */
@Component
class ConnectionReader {
    private static final int MOST_KEPT = 10_000;
    private static final String BY_ID = "select * from connection where id = :id";
    private static final String WHOLE =
            """
            select c.*, k.certificate as our_certificate, k.private_key as our_private_key,
                array(select der from connection_certificate x where x.organization_id = c.organization_id
                    and x.connection_id = c.id order by x.added_at, x.sha256) as certificates,
                g.concessions, g.reasons, g.granters, g.grant_times, g.ends
            from connection c
            join lateral (select certificate, private_key from connection_key x
                where x.organization_id = c.organization_id and x.connection_id = c.id
                order by x.created_at desc limit 1) k on true
            join lateral (select array_agg(concession order by concession) as concessions,
                    array_agg(reason order by concession) as reasons,
                    array_agg(granted_by order by concession) as granters,
                    array_agg(granted_at order by concession) as grant_times,
                    array_agg(until order by concession) as ends
                from connection_concession x
                where x.organization_id = c.organization_id and x.connection_id = c.id) g on true
            where c.organization_id = :org and c.id = :id
            """;

    private final JdbcClient jdbc;
    private final Listing listing;
    private final ConnectionKeys keys;
    private final RecentlyUsed<ConnectionId, Material> kept = new RecentlyUsed<>(MOST_KEPT);

    ConnectionReader(JdbcClient jdbc, Listing listing, ConnectionKeys keys) {
        this.jdbc = jdbc;
        this.listing = listing;
        this.keys = keys;
    }

    /** One version of a connection with all that belongs to it. Its private key is opened when it is first asked for. */
    private static final class Material {
        private final Connection connection;
        private final ConnectionKeys.Stored stored;
        private volatile @Nullable Result<ConnectionKeys.Opened> opened;

        Material(Connection connection, ConnectionKeys.Stored stored) {
            this.connection = connection;
            this.stored = stored;
        }

        Connection connection() {
            return connection;
        }

        int version() {
            return connection.version();
        }

        /** What opened is kept. What did not is tried again: it may have been restored. */
        Result<ConnectionKeys.Opened> key(ConnectionKeys keys) {
            Result<ConnectionKeys.Opened> known = opened;
            if (known == null) {
                known = keys.open(stored);
                if (known instanceof Result.Ok) {
                    opened = known;
                }
            }
            return known;
        }
    }

    /** As it was when it was last read here; it may have been changed since. One that was disabled is read again. */
    Optional<Connection> recent(ConnectionId id) {
        Material known = kept.get(id);
        return known == null || !known.connection().active()
                ? find(id)
                : Optional.of(
                        Asked.same("connection", id, known.connection().id(), known.connection()));
    }

    Optional<Connection> find(ConnectionId id) {
        return jdbc.sql(BY_ID)
                .param("id", id.value())
                .query(Asked.key("id", id).answers((rs, n) -> row(rs)))
                .optional()
                .flatMap(this::completed);
    }

    Optional<Connection> find(OrganizationId organization, ConnectionId id) {
        return jdbc.sql(BY_ID + " and organization_id = :org")
                .param("org", organization.value())
                .param("id", id.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("id", id)
                                .answers((rs, n) -> row(rs)))
                .optional()
                .flatMap(this::completed);
    }

    List<Connection> of(OrganizationId organization) {
        return jdbc
                .sql("select * from connection where organization_id = :org order by name, id")
                .param("org", organization.value())
                .query(Asked.key("organization_id", organization).answers((rs, n) -> row(rs)))
                .list()
                .stream()
                .flatMap(row -> completed(row).stream())
                .toList();
    }

    Part<Connection> of(OrganizationId organization, Wanted wanted) {
        return listing.part(
                        new Listing.Query<>(
                                "*",
                                "from connection where organization_id = :org",
                                Map.of("org", organization.value()),
                                List.of(SortKey.text("name"), SortKey.id("id")),
                                Asked.key("organization_id", organization)
                                        .answers((rs, n) -> row(rs))),
                        wanted)
                .map(row -> completed(row).orElse(row));
    }

    /** Our key pair for it; refused where its private key does not open. */
    Result<ConnectionKeys.Opened> key(Connection connection) {
        return material(connection).key(keys);
    }

    /** Our certificate for it, which needs no private key. */
    X509Certificate certificate(Connection connection) {
        return ConnectionKeys.certificate(material(connection).stored);
    }

    private Material material(Connection connection) {
        Material known = kept.get(connection.id());
        return known != null && known.version() == connection.version()
                ? known
                : read(connection).orElseThrow();
    }

    private Optional<Connection> completed(Connection row) {
        Material known = kept.get(row.id());
        return known != null && known.version() == row.version()
                ? Optional.of(
                        row.with(
                                known.connection().details().certificates(),
                                known.connection().concessions()))
                : read(row).map(Material::connection);
    }

    private Optional<Material> read(Connection row) {
        Optional<Material> read =
                jdbc.sql(WHOLE)
                        .param("org", row.organization().value())
                        .param("id", row.id().value())
                        .query(
                                Asked.key("organization_id", row.organization())
                                        .and("id", row.id())
                                        .answers((rs, n) -> read(rs)))
                        .optional();
        read.ifPresent(found -> keep(row.id(), found));
        return read;
    }

    /** What a running transaction sees may never be committed, so it is not kept. */
    private void keep(ConnectionId id, Material material) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return;
        }
        kept.keep(id, material, (one, other) -> one.version() > other.version() ? one : other);
    }

    private Material read(ResultSet rs) throws SQLException {
        return new Material(
                row(rs).with(certificates(rs), concessions(rs)),
                new ConnectionKeys.Stored(
                        bytes(rs, "our_certificate"), bytes(rs, "our_private_key")));
    }

    private static List<TrustedCertificate> certificates(ResultSet rs) throws SQLException {
        return Arrays.stream((byte[][]) array(rs, "certificates"))
                .map(ConnectionReader::certificate)
                .toList();
    }

    private static TrustedCertificate certificate(byte[] der) {
        if (TrustedCertificate.readDer(der)
                instanceof CertificateReading.Read(TrustedCertificate read)) {
            return read;
        }
        throw new IllegalStateException("a stored certificate is damaged");
    }

    private static List<GrantedConcession> concessions(ResultSet rs) throws SQLException {
        if (rs.getArray("concessions") == null) {
            return List.of();
        }
        String[] concessions = (String[]) array(rs, "concessions");
        String[] reasons = (String[]) array(rs, "reasons");
        String[] granters = (String[]) array(rs, "granters");
        Timestamp[] times = (Timestamp[]) array(rs, "grant_times");
        Timestamp[] ends = (Timestamp[]) array(rs, "ends");
        List<GrantedConcession> granted = new ArrayList<>();
        for (int i = 0; i < concessions.length; i++) {
            granted.add(
                    new GrantedConcession(
                            Objects.requireNonNull(Concession.of(concessions[i])),
                            reasons[i],
                            granters[i],
                            times[i].toInstant(),
                            ends[i].toInstant()));
        }
        return granted;
    }

    private static Object array(ResultSet rs, String column) throws SQLException {
        return rs.getArray(column).getArray();
    }

    /** The connection as its own row has it, without certificates and concessions. */
    private static Connection row(ResultSet rs) throws SQLException {
        return new Connection(
                new OrganizationId(uuid(rs, "organization_id")),
                new ConnectionId(uuid(rs, "id")),
                details(rs),
                List.of(),
                rs.getBoolean("active"),
                rs.getInt("version"),
                rs.getInt("configuration"),
                instant(rs, "created_at"),
                instant(rs, "updated_at"),
                StableIdentifier.read(maybe(rs, "stable_identifier")));
    }

    private static ConnectionDetails details(ResultSet rs) throws SQLException {
        return new ConnectionDetails(
                text(rs, "name"),
                text(rs, "idp_entity_id"),
                sendable(text(rs, "sso_url")),
                Binding.valueOf(text(rs, "sso_binding")),
                address(rs, "slo_url"),
                address(rs, "slo_response_url"),
                binding(maybe(rs, "slo_binding")),
                address(rs, "logout_redirect_url"),
                email(text(rs, "email_source"), maybe(rs, "email_attribute")),
                SignaturePolicy.valueOf(text(rs, "signature_policy")),
                EncryptionPolicy.valueOf(text(rs, "encryption_policy")),
                rs.getBoolean("sign_authn_requests"),
                rs.getBoolean("accept_unsolicited"),
                rs.getBoolean("refuse_expired_certificates"),
                rs.getInt("clock_skew_seconds"),
                List.of());
    }

    private static @Nullable Binding binding(@Nullable String name) {
        return name == null ? null : Binding.valueOf(name);
    }

    private static EmailSource email(String source, @Nullable String attribute) {
        return switch (source) {
            case "NAME_ID" -> new EmailSource.NameId();
            case "ANY_NAME_ID_FORMAT" -> new EmailSource.AnyNameIdFormat();
            default -> new EmailSource.Attribute(Objects.requireNonNull(attribute));
        };
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

    /** Rows of earlier versions have addresses as they were typed, with letters that no header carries. */
    private static @Nullable String address(ResultSet rs, String column) throws SQLException {
        String address = rs.getString(column);
        return address == null ? null : sendable(address);
    }

    /** As it is stored by now. What older versions stored may have letters, and only that is worth reading it each time. */
    private static String sendable(String stored) {
        return WebUrl.isPlain(stored) ? stored : WebUrl.sendable(stored);
    }

    private static byte[] bytes(ResultSet rs, String column) throws SQLException {
        return Objects.requireNonNull(rs.getBytes(column));
    }
}
