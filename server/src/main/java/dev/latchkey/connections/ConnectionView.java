package dev.latchkey.connections;

import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.NameIdFormat;
import dev.latchkey.saml.TrustedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection as its page shows it, in words. */
record ConnectionView(
        Connection connection,
        String entityId,
        String acsUrl,
        String metadataUrl,
        @Nullable String sloUrl,
        String email,
        String signed,
        String extras,
        List<CertificateLine> certificates,
        List<ConcessionLine> concessions) {

    /** The format that we ask the IdP for; null where any will do. */
    public @Nullable String nameIdFormat() {
        return connection.email() instanceof EmailSource.NameId ? NameIdFormat.EMAIL_ADDRESS : null;
    }

    /** A pinned certificate: its fingerprint, its last day, and a warning that is empty where all is well (D9). */
    record CertificateLine(
            String sha256,
            String subject,
            LocalDate until,
            String warning,
            @Nullable String weakness) {}

    record ConcessionLine(
            String id, String reason, String grantedBy, LocalDate until, boolean inEffect) {}

    static ConnectionView of(Connection connection, Connections connections, Instant now) {
        return new ConnectionView(
                connection,
                connections.spEntityId(connection),
                connections.acsUrl(connection),
                connections.metadataUrl(connection),
                connection.sloUrl() == null ? null : connections.sloUrl(connection),
                email(connection.email()),
                signed(connection.details()),
                extras(connection.details()),
                connection.details().certificates().stream().map(each -> line(each, now)).toList(),
                connection.concessions().stream().map(each -> line(each, now)).toList());
    }

    private static String email(EmailSource source) {
        return switch (source) {
            case EmailSource.NameId named -> "the NameID, in the emailAddress format";
            case EmailSource.AnyNameIdFormat any -> "the NameID, in whatever format";
            case EmailSource.Attribute(String name) -> "the attribute " + name;
        };
    }

    private static String signed(ConnectionDetails details) {
        return switch (details.signature()) {
            case RESPONSE -> "the Response";
            case ASSERTION -> "the assertion";
            case EITHER -> "the Response or the assertion";
            case BOTH -> "the Response and the assertion";
        };
    }

    /** What is asked for beyond the usual, or nothing. */
    private static String extras(ConnectionDetails details) {
        List<String> all = new ArrayList<>();
        if (details.encryption() == EncryptionPolicy.REQUIRED) {
            all.add("assertions must be encrypted");
        }
        if (details.signAuthnRequests()) {
            all.add("our requests are signed");
        }
        if (details.acceptUnsolicited()) {
            all.add("sign-ins may begin at the identity provider");
        }
        if (details.refuseExpiredCertificates()) {
            all.add("expired certificates are refused");
        }
        return String.join(", ", all);
    }

    static CertificateLine line(TrustedCertificate certificate, Instant now) {
        return new CertificateLine(
                certificate.sha256(),
                certificate.subject(),
                day(certificate.notAfter()),
                warning(certificate, now),
                certificate.weakness());
    }

    private static String warning(TrustedCertificate certificate, Instant now) {
        if (certificate.notAfter().equals(Instant.EPOCH)) {
            return "its end can't be read";
        }
        if (now.isBefore(certificate.notBefore())) {
            return "not valid yet";
        }
        if (!now.isBefore(certificate.notAfter())) {
            return "expired";
        }
        return now.plus(Duration.ofDays(30)).isBefore(certificate.notAfter()) ? "" : "expires soon";
    }

    private static ConcessionLine line(GrantedConcession granted, Instant now) {
        return new ConcessionLine(
                granted.concession().id(),
                granted.reason(),
                granted.grantedBy(),
                day(granted.until()),
                granted.inEffect(now));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
