package dev.latchkey.failures;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.listing.Listing;
import dev.latchkey.listing.Part;
import dev.latchkey.listing.SortKey;
import dev.latchkey.listing.Wanted;
import dev.latchkey.saml.Check;
import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Reference;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Visible;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The record of failed sign-ins under their reference numbers: kept for 30 days, the message sealed. */
@Repository
public class Failures {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final int LONGEST_TEXT = 4000;

    /** Anybody can send rubbish to an ACS: what is kept of it is bounded, in a quarter of an hour. */
    private static final int KEPT_PER_NETWORK = 120;

    private static final int KEPT_PER_CONNECTION = 2_000;
    private static final int MESSAGES_PER_CONNECTION = 100;

    /** What goes into the audit log stays there, so that a stranger's tries may add only so much to it. */
    private static final int RECORDED_PER_ORGANIZATION = 60;

    private static final Actor SIGN_IN = new Actor(Actor.Kind.SYSTEM, null, "Sign-in");

    /** Where the messages are, sealed. */
    static final SealedColumn SEALED =
            new SealedColumn(
                    "sign_in_failure",
                    "message",
                    "messages of failed sign-ins",
                    false,
                    List.of(new SealedColumn.KeyColumn("reference", "text")));

    private static final TypeReference<List<Check>> CHECKS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Listing listing;
    private final SecretBox box;
    private final RateLimits limits;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();

    Failures(
            JdbcClient jdbc,
            Listing listing,
            SecretBox box,
            RateLimits limits,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.listing = listing;
        this.box = box;
        this.limits = limits;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Whom and what a failure was about, as far as it is known. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, handed straight to the record
    public record About(
            @Nullable OrganizationId organization,
            @Nullable ConnectionId connection,
            @Nullable String email,
            byte @Nullable [] message) {
        public static About nobody() {
            return new About(null, null, null, null);
        }
    }

    /**
     * A failure as it is shown to those who may see it.
     *
     * @param shut why the message that was kept can't be shown, null where it can
     */
    record Recorded(
            String reference,
            Instant at,
            String code,
            @Nullable OrganizationId organization,
            @Nullable ConnectionId connection,
            @Nullable String email,
            @Nullable String expected,
            @Nullable String found,
            List<Check> checks,
            @Nullable String message,
            @Nullable Problem shut,
            @Nullable String ip,
            @Nullable String userAgent) {}

    /** Keeps the failure and returns its reference number; nothing when there were too many from there just now. */
    public Optional<String> record(Failure failure, About about, HttpServletRequest request) {
        String place = about.connection() == null ? "none" : about.connection().toString();
        if (!limits.allow("failure", ClientAddress.of(request), KEPT_PER_NETWORK)
                || !limits.allow("failure-of", place, KEPT_PER_CONNECTION)) {
            return Optional.empty();
        }
        String reference = insert(failure, about, request);
        OrganizationId organization = about.organization();
        if (organization != null
                && limits.allow("refused", organization.toString(), RECORDED_PER_ORGANIZATION)) {
            refused(organization, failure, about, reference);
        }
        return Optional.of(reference);
    }

    /** The audit log keeps for ever that somebody was refused, when the failure and its message are long gone. */
    private void refused(
            OrganizationId organization, Failure failure, About about, String reference) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("code", failure.code());
        detail.put("reference", reference);
        if (about.email() != null) {
            detail.put("email", String.valueOf(clip(about.email())));
        }
        ConnectionId connection = about.connection();
        transaction.executeWithoutResult(status ->
                audit.record(
                        SIGN_IN,
                        organization,
                        FailureAction.LOGIN_REFUSED,
                        connection == null ? null : "connection",
                        connection == null ? null : connection.toString(),
                        detail));
    }

    /** Notes who looked at a failure's message: it says about a person what their IdP says. */
    void seen(Recorded failure, Actor by) {
        if (failure.message() == null) {
            return;
        }
        transaction.executeWithoutResult(status ->
                audit.record(
                        by,
                        failure.organization(),
                        FailureAction.LOGIN_MESSAGE_SEEN,
                        "connection",
                        String.valueOf(failure.connection()),
                        Map.of("reference", failure.reference())));
    }

    private byte @Nullable [] message(About about) {
        byte[] message = about.message();
        boolean kept =
                message != null
                        && limits.allow(
                                "failure-message",
                                String.valueOf(about.connection()),
                                MESSAGES_PER_CONNECTION);
        return kept ? message : null;
    }

    private static @Nullable String key(@Nullable String email) {
        return email == null ? null : EmailAddress.parse(email).map(EmailAddress::key).orElse(null);
    }

    private String insert(Failure failure, About about, HttpServletRequest request) {
        String reference = Reference.random();
        Instant now = clock.instant();
        OrganizationId organization = about.organization();
        ConnectionId connection = about.connection();
        byte[] message = message(about);
        jdbc.sql(
                        """
                        insert into sign_in_failure (reference, organization_id, connection_id, email, email_key, at, code,
                            expected, found, checks, message, ip, user_agent, expires_at)
                        values (:reference, :organization, :connection, :email, :key, :at, :code, :expected, :found,
                            cast(:checks as jsonb), :message, :ip, :agent, :expires)
                        """)
                .param("reference", reference)
                .param("organization", organization == null ? null : organization.value())
                .param("connection", connection == null ? null : connection.value())
                .param("email", clip(about.email()))
                .param("key", key(about.email()))
                .param("at", Timestamp.from(now))
                .param("code", failure.code())
                .param("expected", clip(failure.expected()))
                .param("found", clip(failure.found()))
                .param("checks", json.writeValueAsString(KeptChecks.of(failure.checks())))
                .param("message", message == null ? null : box.seal(SEALED, message))
                .param("ip", ClientAddress.of(request).toString())
                .param("agent", clip(request.getHeader("User-Agent")))
                .param("expires", Timestamp.from(now.plus(KEPT)))
                .update();
        return reference;
    }

    Optional<Recorded> find(String reference) {
        return jdbc.sql("select * from sign_in_failure where reference = :reference")
                .param("reference", reference)
                .query(Asked.key("reference", reference).answers((rs, row) -> read(rs, true)))
                .optional();
    }

    Optional<Recorded> find(OrganizationId organization, String reference) {
        return jdbc.sql(
                        """
                        select * from sign_in_failure
                        where organization_id = :organization and reference = :reference
                        """)
                .param("organization", organization.value())
                .param("reference", reference)
                .query(
                        Asked.key("organization_id", organization)
                                .and("reference", reference)
                                .answers((rs, row) -> read(rs, true)))
                .optional();
    }

    /** The organization's failures, the latest first, without the messages. */
    Part<Recorded> of(OrganizationId organization, Wanted wanted) {
        return listing.part(
                new Listing.Query<>(
                        "*",
                        "from sign_in_failure where organization_id = :organization",
                        Map.of("organization", organization.value()),
                        List.of(SortKey.time("at").newestFirst(), SortKey.text("reference")),
                        Asked.key("organization_id", organization)
                                .answers((rs, row) -> read(rs, false))),
                wanted);
    }

    /** Those that no organization is known of, the latest first, without the messages. */
    Part<Recorded> ofNobody(Wanted wanted) {
        return listing.part(
                new Listing.Query<>(
                        "*",
                        "from sign_in_failure where organization_id is null",
                        Map.of(),
                        List.of(SortKey.time("at").newestFirst(), SortKey.text("reference")),
                        (rs, row) -> read(rs, false)),
                wanted);
    }

    private Recorded read(ResultSet rs, boolean withMessage) throws SQLException {
        UUID organization = rs.getObject("organization_id", UUID.class);
        UUID connection = rs.getObject("connection_id", UUID.class);
        byte[] message = withMessage ? rs.getBytes("message") : null;
        Result<byte[]> opened = message == null ? null : box.open(message);
        return new Recorded(
                rs.getString("reference"),
                rs.getTimestamp("at").toInstant(),
                rs.getString("code"),
                organization == null ? null : new OrganizationId(organization),
                connection == null ? null : new ConnectionId(connection),
                shown(rs.getString("email")),
                shown(rs.getString("expected")),
                shown(rs.getString("found")),
                KeptChecks.shown(json.readValue(rs.getString("checks"), CHECKS)),
                opened instanceof Result.Ok<byte[]>(byte[] plain)
                        ? new String(plain, StandardCharsets.UTF_8)
                        : null,
                opened instanceof Result.Refused<byte[]>(List<Problem> problems)
                        ? problems.getFirst()
                        : null,
                rs.getString("ip"),
                shown(rs.getString("user_agent")));
    }

    /** What strangers sent is shown with everything that can't be seen in it. */
    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : Visible.text(text);
    }

    private static @Nullable String clip(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return clean(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
    }

    /** PostgreSQL's text can't hold the null character. */
    private static String clean(String text) {
        return text.replace("\0", "");
    }
}
