package dev.latchkey.login;

import dev.latchkey.limits.RateLimits;
import dev.latchkey.saml.Check;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SecretBox;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The record of failed sign-ins under their reference numbers: kept for 30 days, the message sealed. */
@Repository
class Failures {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final String DIGITS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private static final int LENGTH = 10;
    private static final int LONGEST_TEXT = 4000;
    private static final int LISTED = 200;

    /** Anybody can send rubbish to an ACS: what is kept of it is bounded, in a quarter of an hour. */
    private static final int KEPT_PER_IP = 120;

    private static final int KEPT_PER_CONNECTION = 2_000;
    private static final int MESSAGES_PER_CONNECTION = 100;

    private static final TypeReference<List<Check>> CHECKS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final SecretBox box;
    private final RateLimits limits;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();
    private final SecureRandom random = new SecureRandom();

    Failures(JdbcClient jdbc, SecretBox box, RateLimits limits, Clock clock) {
        this.jdbc = jdbc;
        this.box = box;
        this.limits = limits;
        this.clock = clock;
    }

    /** Whom and what a failure was about, as far as it is known. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, handed straight to the record
    record About(
            @Nullable OrganizationId organization,
            @Nullable ConnectionId connection,
            @Nullable String email,
            byte @Nullable [] message) {
        static About nobody() {
            return new About(null, null, null, null);
        }
    }

    /** A failure as it is shown to those who may see it. */
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
            @Nullable String ip,
            @Nullable String userAgent) {}

    /** Keeps the failure and returns its reference number; nothing when there were too many from there just now. */
    Optional<String> record(Failure failure, About about, HttpServletRequest request) {
        String place = about.connection() == null ? "none" : about.connection().toString();
        if (!limits.allow("failure", request.getRemoteAddr(), KEPT_PER_IP)
                || !limits.allow("failure-of", place, KEPT_PER_CONNECTION)) {
            return Optional.empty();
        }
        return Optional.of(insert(failure, about, request));
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

    private String insert(Failure failure, About about, HttpServletRequest request) {
        String reference = reference();
        Instant now = clock.instant();
        OrganizationId organization = about.organization();
        ConnectionId connection = about.connection();
        byte[] message = message(about);
        jdbc.sql(
                        """
                        insert into sign_in_failure (reference, organization_id, connection_id, email, at, code,
                            expected, found, checks, message, ip, user_agent, expires_at)
                        values (:reference, :organization, :connection, :email, :at, :code, :expected, :found,
                            cast(:checks as jsonb), :message, :ip, :agent, :expires)
                        """)
                .param("reference", reference)
                .param("organization", organization == null ? null : organization.value())
                .param("connection", connection == null ? null : connection.value())
                .param("email", clip(about.email()))
                .param("at", Timestamp.from(now))
                .param("code", failure.code())
                .param("expected", clip(failure.expected()))
                .param("found", clip(failure.found()))
                .param("checks", json.writeValueAsString(KeptChecks.of(failure.checks())))
                .param("message", message == null ? null : box.seal(message))
                .param("ip", request.getRemoteAddr())
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

    /** The organization's latest failures, without the messages. */
    List<Recorded> of(OrganizationId organization) {
        return jdbc.sql(
                        """
                        select * from sign_in_failure where organization_id = :organization
                        order by at desc limit :limit
                        """)
                .param("organization", organization.value())
                .param("limit", LISTED)
                .query((rs, row) -> read(rs, false))
                .list();
    }

    private Recorded read(ResultSet rs, boolean withMessage) throws SQLException {
        UUID organization = rs.getObject("organization_id", UUID.class);
        UUID connection = rs.getObject("connection_id", UUID.class);
        byte[] message = withMessage ? rs.getBytes("message") : null;
        return new Recorded(
                rs.getString("reference"),
                rs.getTimestamp("at").toInstant(),
                rs.getString("code"),
                organization == null ? null : new OrganizationId(organization),
                connection == null ? null : new ConnectionId(connection),
                rs.getString("email"),
                rs.getString("expected"),
                rs.getString("found"),
                json.readValue(rs.getString("checks"), CHECKS),
                message == null ? null : new String(box.open(message), StandardCharsets.UTF_8),
                rs.getString("ip"),
                rs.getString("user_agent"));
    }

    private String reference() {
        StringBuilder reference = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            reference.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return reference.toString();
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
