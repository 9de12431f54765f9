package dev.latchkey.connections;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.directory.Directory;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.Wanted;
import dev.latchkey.saml.Concession;
import dev.latchkey.saml.DecryptionKey;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.Expectations;
import dev.latchkey.saml.InspectionKeys;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.saml.SpMetadata;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The connections of organizations to their identity providers. Every change is audited with it, or not made. */
@Component
public class Connections {
    private static final Duration LONGEST_CONCESSION = Duration.ofDays(731);
    private final ConnectionReader reader;
    private final ConnectionStore store;
    private final ConnectionKeys keys;
    private final TransactionTemplate transaction;
    private final Directory directory;
    private final ConnectionGuards guards;
    private final Audit audit;
    private final Clock clock;
    private final String baseUrl;
    private final Limits messageLimits;

    Connections(
            ConnectionReader reader,
            ConnectionStore store,
            ConnectionKeys keys,
            TransactionTemplate transaction,
            Directory directory,
            ConnectionGuards guards,
            Audit audit,
            Clock clock,
            LatchkeySettings settings,
            MessageLimits messageLimits) {
        this.reader = reader;
        this.store = store;
        this.keys = keys;
        this.transaction = transaction;
        this.directory = directory;
        this.guards = guards;
        this.audit = audit;
        this.clock = clock;
        this.baseUrl = settings.baseUrl().toString().replaceAll("/+$", "");
        this.messageLimits = messageLimits.limits();
    }

    /** The bounds on what an IdP sends. */
    public Limits messageLimits() {
        return messageLimits;
    }

    /** By the public name in the connection's URLs. */
    public Optional<Connection> find(ConnectionId id) {
        return reader.find(id);
    }

    /**
     * As it was when it was last read on this node; it may have been changed or disabled since. Whoever acts on it asks
     * in the same statement whether its version still is the connection's.
     */
    public Optional<Connection> recent(ConnectionId id) {
        return reader.recent(id);
    }

    /** Within one organization; another's connection is not there. */
    public Optional<Connection> find(OrganizationId organization, ConnectionId id) {
        return reader.find(organization, id);
    }

    Part<Connection> of(OrganizationId organization, Wanted wanted) {
        return reader.of(organization, wanted);
    }

    /** All of them, however many: to choose from. */
    public List<Connection> of(OrganizationId organization) {
        return reader.of(organization);
    }

    /** What takes long to make for a new connection: its id, and our own key pair. */
    public static final class Prepared {
        private final ConnectionId id;
        private final ConnectionKeys.Stored key;

        private Prepared(ConnectionId id, ConnectionKeys.Stored key) {
            this.id = id;
            this.key = key;
        }

        ConnectionId id() {
            return id;
        }

        ConnectionKeys.Stored key() {
            return key;
        }
    }

    /** Makes it before a transaction begins. */
    public Prepared prepare() {
        ConnectionId id = ConnectionId.next();
        return new Prepared(id, keys.make(id, clock.instant()));
    }

    /**
     * Makes a connection with a key pair of our own, for an organization whose edition includes SSO (A1). Not in a
     * transaction: the key pair is made first.
     */
    public Result<Connection> create(Caller caller, ConnectionDetails details) {
        Optional<ConnectionError> refusal = editionRefusal(caller.organization());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        List<Problem> problems = DetailRules.problems(details);
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        Prepared prepared = prepare();
        return Objects.requireNonNull(
                transaction.execute(status -> create(caller, details, prepared)));
    }

    /** As above, with what was prepared; also in a transaction of the caller's. */
    @Transactional
    public Result<Connection> create(Caller caller, ConnectionDetails details, Prepared prepared) {
        Optional<ConnectionError> refusal = editionRefusal(caller.organization());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        List<Problem> problems = DetailRules.problems(details);
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        ConnectionId id = prepared.id();
        store.insert(caller.organization(), prepared, details, clock.instant());
        record(caller, id, ConnectionAction.CREATED, described(details));
        return new Result.Ok<>(stored(caller.organization(), id));
    }

    /** Why the organization can't have a connection, if so. */
    public Optional<ConnectionError> editionRefusal(OrganizationId organization) {
        return directory
                .organization(organization)
                .map(found ->
                        found.edition().includesSso()
                                ? Optional.<ConnectionError>empty()
                                : Optional.of(ConnectionError.EDITION_WITHOUT_SSO))
                .orElse(Optional.of(ConnectionError.ORGANIZATION_UNKNOWN));
    }

    /** Changes the details of the version that the caller saw. */
    @Transactional
    public Result<Connection> update(
            Caller caller, ConnectionId id, int version, ConnectionDetails details) {
        Optional<Connection> before = reader.find(caller.organization(), id);
        if (before.isEmpty()) {
            return refused(ConnectionError.CONNECTION_UNKNOWN);
        }
        Optional<ConnectionError> refusal = editionRefusal(caller.organization());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        List<Problem> problems = DetailRules.problems(details);
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        if (before.get().version() != version
                || !store.update(before.get(), details, clock.instant())) {
            return refused(ConnectionError.CHANGED_MEANWHILE);
        }
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("before", described(before.get().details()));
        change.put("after", described(details));
        record(caller, id, ConnectionAction.CHANGED, change);
        return new Result.Ok<>(stored(caller.organization(), id));
    }

    /**
     * Says where the IdP's stable identifier is, or with null that it isn't looked at (requirement D12). What was
     * remembered from elsewhere is forgotten.
     */
    @Transactional
    public Result<Connection> identify(
            Caller caller, ConnectionId id, @Nullable StableIdentifier identifier) {
        Optional<Connection> before = reader.find(caller.organization(), id);
        if (before.isEmpty()) {
            return refused(ConnectionError.CONNECTION_UNKNOWN);
        }
        if (!Objects.equals(before.get().stableIdentifier(), identifier)) {
            store.setIdentifier(before.get(), identifier, clock.instant());
            record(
                    caller,
                    id,
                    ConnectionAction.IDENTIFIER_SET,
                    Map.of("where", identifier == null ? "" : identifier.text()));
        }
        return new Result.Ok<>(stored(caller.organization(), id));
    }

    /** Lets nobody sign in through the connection, until it is enabled again. */
    @Transactional
    public Result<Connection> disable(Caller caller, ConnectionId id) {
        Optional<Problem> refusal = guards.refusal(caller.organization(), id);
        if (refusal.isPresent()) {
            return new Result.Refused<>(List.of(refusal.get()));
        }
        return setActive(caller, id, false);
    }

    @Transactional
    public Result<Connection> enable(Caller caller, ConnectionId id) {
        Optional<ConnectionError> refusal = editionRefusal(caller.organization());
        return refusal.isPresent() ? refused(refusal.get()) : setActive(caller, id, true);
    }

    private Result<Connection> setActive(Caller caller, ConnectionId id, boolean active) {
        Optional<Connection> before = reader.find(caller.organization(), id);
        if (before.isEmpty()) {
            return refused(ConnectionError.CONNECTION_UNKNOWN);
        }
        if (before.get().active() == active) {
            return new Result.Ok<>(before.get());
        }
        if (!store.setActive(before.get(), active, clock.instant())) {
            return refused(ConnectionError.CHANGED_MEANWHILE);
        }
        AuditAction action = active ? ConnectionAction.ENABLED : ConnectionAction.DISABLED;
        record(caller, id, action, Map.of());
        return new Result.Ok<>(stored(caller.organization(), id));
    }

    /** Gives the connection an exception for an old IdP, until an instant at most two years away. */
    @Transactional
    public Result<Connection> grant(
            Caller caller, ConnectionId id, Concession concession, String reason, Instant until) {
        Instant now = clock.instant();
        if (reason.isBlank() || reason.length() > 500) {
            return refused(ConnectionError.CONCESSION_WITHOUT_REASON);
        }
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_CONCESSION))) {
            return refused(ConnectionError.CONCESSION_END_UNSOUND);
        }
        Optional<Connection> before = reader.find(caller.organization(), id);
        if (before.isEmpty()) {
            return refused(ConnectionError.CONNECTION_UNKNOWN);
        }
        Optional<ConnectionError> refusal = editionRefusal(caller.organization());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        if (!store.setActive(before.get(), before.get().active(), now)) {
            return refused(ConnectionError.CHANGED_MEANWHILE);
        }
        store.putConcession(
                before.get(),
                new GrantedConcession(
                        concession, reason.strip(), caller.actor().name(), now, until));
        record(
                caller,
                id,
                ConnectionAction.CONCESSION_GRANTED,
                Map.of(
                        "concession",
                        concession.id(),
                        "reason",
                        reason.strip(),
                        "until",
                        until.toString()));
        return new Result.Ok<>(stored(caller.organization(), id));
    }

    @Transactional
    public Result<Connection> withdraw(Caller caller, ConnectionId id, Concession concession) {
        Optional<Connection> before = reader.find(caller.organization(), id);
        if (before.isEmpty()) {
            return refused(ConnectionError.CONNECTION_UNKNOWN);
        }
        if (!store.setActive(before.get(), before.get().active(), clock.instant())) {
            return refused(ConnectionError.CHANGED_MEANWHILE);
        }
        if (store.deleteConcession(before.get(), concession, clock.instant())) {
            record(
                    caller,
                    id,
                    ConnectionAction.CONCESSION_WITHDRAWN,
                    Map.of("concession", concession.id()));
        }
        return new Result.Ok<>(stored(caller.organization(), id));
    }

    /**
     * What a Response is checked against.
     *
     * @param requestId of the AuthnRequest that must be answered; null when the Response must be unsolicited
     */
    public Expectations expectations(
            Connection connection, @Nullable String requestId, Instant now) {
        ConnectionDetails details = connection.details();
        return new Expectations(
                details.idpEntityId(),
                spEntityId(connection),
                acsUrl(connection),
                requestId,
                details.email(),
                details.signature(),
                details.encryption(),
                details.certificates(),
                decryptionKeys(connection),
                concessionsInEffect(connection, now),
                Duration.ofSeconds(details.clockSkewSeconds()),
                details.refuseExpiredCertificates(),
                messageLimits);
    }

    /** What a person may look at a message with: the certificates, and none of our keys. */
    public InspectionKeys lens(Connection connection, Instant now) {
        return InspectionKeys.of(
                connection.details().certificates(), concessionsInEffect(connection, now));
    }

    private static Set<Concession> concessionsInEffect(Connection connection, Instant now) {
        return connection.concessions().stream()
                .filter(granted -> granted.inEffect(now))
                .map(GrantedConcession::concession)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** None where ours does not open: a plain message is judged without it, and an encrypted one is refused. */
    private List<DecryptionKey> decryptionKeys(Connection connection) {
        return reader.key(connection) instanceof Result.Ok<ConnectionKeys.Opened>(var pair)
                ? List.of(pair.decryption())
                : List.of();
    }

    /** Our key for messages to the connection's IdP; refused where it does not open. */
    public Result<SigningKey> signingKey(Connection connection) {
        return reader.key(connection).map(ConnectionKeys.Opened::signing);
    }

    /** Why our private key for it can't be used, if so. What needs none works all the same. */
    public Optional<Problem> keyProblem(Connection connection) {
        return reader.key(connection)
                        instanceof Result.Refused<ConnectionKeys.Opened>(List<Problem> problems)
                ? Optional.of(problems.getFirst())
                : Optional.empty();
    }

    X509Certificate ourCertificate(Connection connection) {
        return reader.certificate(connection);
    }

    public String spEntityId(Connection connection) {
        return baseUrl + "/saml/" + connection.id();
    }

    public String acsUrl(Connection connection) {
        return spEntityId(connection) + "/acs";
    }

    public String sloUrl(Connection connection) {
        return spEntityId(connection) + "/slo";
    }

    public String metadataUrl(Connection connection) {
        return spEntityId(connection) + "/metadata";
    }

    /** What the connection's IdP must know of us (A6). */
    public SpMetadata spMetadata(Connection connection) {
        ConnectionDetails details = connection.details();
        X509Certificate ours = ourCertificate(connection);
        return new SpMetadata(
                spEntityId(connection),
                acsUrl(connection),
                details.sloUrl() == null ? null : sloUrl(connection),
                details.email() instanceof EmailSource.NameId ? NameIdFormat.EMAIL_ADDRESS : null,
                details.signAuthnRequests(),
                details.signature() == SignaturePolicy.ASSERTION
                        || details.signature() == SignaturePolicy.BOTH,
                List.of(ours),
                List.of(ours),
                concessionsInEffect(connection, clock.instant()));
    }

    private Connection stored(OrganizationId organization, ConnectionId id) {
        return reader.find(organization, id).orElseThrow();
    }

    private void record(Caller caller, ConnectionId id, AuditAction action, Map<String, ?> detail) {
        audit.record(caller, action, Subject.of(id), detail);
    }

    /** The details for the record: certificates by fingerprint, nothing secret. */
    private static Map<String, Object> described(ConnectionDetails d) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", d.name());
        map.put("idpEntityId", d.idpEntityId());
        map.put("ssoUrl", d.ssoUrl());
        map.put("ssoBinding", d.ssoBinding().name());
        map.put("sloUrl", Objects.requireNonNullElse(d.sloUrl(), ""));
        map.put("logoutRedirectUrl", Objects.requireNonNullElse(d.logoutRedirectUrl(), ""));
        map.put("email", d.email().toString());
        map.put("signature", d.signature().name());
        map.put("encryption", d.encryption().name());
        map.put("signAuthnRequests", d.signAuthnRequests());
        map.put("acceptUnsolicited", d.acceptUnsolicited());
        map.put("refuseExpiredCertificates", d.refuseExpiredCertificates());
        map.put("clockSkewSeconds", d.clockSkewSeconds());
        map.put("certificates", d.certificates().stream().map(TrustedCertificate::sha256).toList());
        return map;
    }

    private static Result<Connection> refused(ConnectionError error) {
        return new Result.Refused<>(List.of(new Problem(error, null)));
    }
}
