package dev.latchkey.saml;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * What a pinned certificate is asked for (RFC 5280 4.1): its key, and for people its names and dates. The JDK's parser
 * refuses a certificate for an empty issuer, a negative serial number or an odd date; none of these matters to a key that
 * is trusted because somebody pinned it.
 *
 * @param key the SubjectPublicKeyInfo
 * @param subject by RFC 2253, empty where there is none or it can't be read
 * @param notBefore {@link Instant#EPOCH} where it can't be read
 * @param notAfter {@link Instant#EPOCH} where it can't be read, which is long over
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CertificateParts(byte[] key, String subject, Instant notBefore, Instant notAfter) {
    private static final int VERSION = 0xa0;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final Pattern TIME =
            Pattern.compile(
                    "(\\d{2}|\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?(?:[.,]\\d{1,9})?(Z|[+-]\\d{4})?");

    /** The parts; nothing where the element has not the shape of a certificate. */
    static Optional<CertificateParts> of(Der certificate) {
        List<Der> outer = certificate.is(Der.SEQUENCE) ? certificate.children() : List.of();
        if (outer.size() != 3
                || !outer.get(0).is(Der.SEQUENCE)
                || !outer.get(1).is(Der.SEQUENCE)
                || !outer.get(2).is(Der.BIT_STRING)) {
            return Optional.empty();
        }
        List<Der> body = outer.getFirst().children();
        int at = !body.isEmpty() && body.getFirst().is(VERSION) ? 1 : 0;
        if (body.size() < at + 6
                || !body.get(at).is(Der.INTEGER)
                || !body.subList(at + 1, at + 6).stream().allMatch(each -> each.is(Der.SEQUENCE))) {
            return Optional.empty();
        }
        Der key = body.get(at + 5);
        List<Der> dates = body.get(at + 3).children();
        return isKey(key) && dates.size() == 2
                ? Optional.of(
                        new CertificateParts(
                                key.encoded(),
                                name(body.get(at + 4)),
                                time(dates.get(0)),
                                time(dates.get(1))))
                : Optional.empty();
    }

    /** Whether this is a SubjectPublicKeyInfo. */
    static boolean isKey(Der key) {
        List<Der> parts = key.is(Der.SEQUENCE) ? key.children() : List.of();
        return parts.size() == 2
                && parts.get(0).is(Der.SEQUENCE)
                && !parts.get(0).children().isEmpty()
                && parts.get(0).children().getFirst().is(Der.OID)
                && parts.get(1).is(Der.BIT_STRING);
    }

    private static String name(Der name) {
        try {
            return new X500Principal(name.encoded()).getName();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Instant time(Der time) {
        if (time.length() > 40 || !(time.is(UTC_TIME) || time.is(GENERALIZED_TIME))) {
            return Instant.EPOCH;
        }
        Matcher parts = TIME.matcher(new String(time.value(), StandardCharsets.ISO_8859_1));
        if (!parts.matches() || parts.group(1).length() != (time.is(UTC_TIME) ? 2 : 4)) {
            return Instant.EPOCH;
        }
        try {
            int year = number(parts.group(1));
            String zone = parts.group(7);
            return OffsetDateTime.of(
                            time.is(UTC_TIME) ? year + (year < 50 ? 2000 : 1900) : year,
                            number(parts.group(2)),
                            number(parts.group(3)),
                            number(parts.group(4)),
                            number(parts.group(5)),
                            parts.group(6) == null ? 0 : number(parts.group(6)),
                            0,
                            zone == null || zone.equals("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone))
                    .toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
