package dev.latchkey.saml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what DER that stands where certificates belong is. */
final class DerReading {
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final int CERTIFICATES = 0xa0;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int JAVA_KEY_STORE = 0xfeedfeed;
    private static final int JAVA_CRYPTO_KEY_STORE = 0xcececece;

    private DerReading() {}

    /** The certificates, one after another; a bundle that has just one counts as that one. */
    static CertificatesReading read(byte[] bytes) {
        if (isJavaKeyStore(bytes)) {
            return refused(Foreign.PKCS12);
        }
        Optional<List<Der>> elements = Der.all(bytes, 0, bytes.length);
        if (elements.isEmpty() || elements.get().isEmpty()) {
            return refused(first(bytes));
        }
        List<TrustedCertificate> found = new ArrayList<>();
        for (Der element : elements.get()) {
            switch (one(element)) {
                case CertificateReading.Read(TrustedCertificate certificate) ->
                        found.add(certificate);
                case CertificateReading.PrivateKeyGiven _ -> {
                    return new CertificatesReading.PrivateKeyGiven();
                }
                case CertificateReading.Unusable unusable -> {
                    return new CertificatesReading.Unusable(unusable);
                }
            }
        }
        return new CertificatesReading.Read(found);
    }

    private static CertificatesReading refused(Foreign what) {
        return new CertificatesReading.Unusable(what.reading());
    }

    /** What it begins with, where it is not sound as a whole. */
    private static Foreign first(byte[] bytes) {
        Optional<Der> first = Der.at(bytes, 0, bytes.length);
        if (first.isPresent()) {
            return CertificateParts.of(first.get()).isPresent()
                    ? Foreign.SEVERAL
                    : Foreign.NO_CERTIFICATE;
        }
        boolean sequence =
                bytes.length > 4 && bytes[0] == Der.SEQUENCE && (bytes[1] & 0xf0) == 0x80;
        return sequence ? Foreign.CUT_OFF : Foreign.NO_CERTIFICATE;
    }

    private static boolean isJavaKeyStore(byte[] b) {
        int magic =
                b.length < 4
                        ? 0
                        : ((b[0] & 0xff) << 24)
                                | ((b[1] & 0xff) << 16)
                                | ((b[2] & 0xff) << 8)
                                | (b[3] & 0xff);
        return magic == JAVA_KEY_STORE || magic == JAVA_CRYPTO_KEY_STORE;
    }

    private static CertificateReading one(Der element) {
        Optional<CertificateParts> parts = CertificateParts.of(element);
        if (parts.isPresent()) {
            return TrustedCertificate.of(element.encoded(), parts.get());
        }
        List<Der> inside = element.is(Der.SEQUENCE) ? element.children() : List.of();
        if (inside.isEmpty()) {
            return Foreign.NO_CERTIFICATE.reading();
        }
        Der first = inside.getFirst();
        if (first.is(Der.OID) && first.oid().equals(SIGNED_DATA)) {
            return bundled(inside);
        }
        if (isPrivateKey(inside)) {
            return new CertificateReading.PrivateKeyGiven();
        }
        return foreign(element, inside).reading();
    }

    /** PKCS #8 and #1, EC, and PKCS #8 under a password: a version and more than certificates and key stores have. */
    private static boolean isPrivateKey(List<Der> inside) {
        Der first = inside.getFirst();
        Der second = inside.size() > 1 ? inside.get(1) : first;
        if (first.is(Der.INTEGER) && first.length() == 1) {
            int version = first.value()[0];
            boolean pkcs8 =
                    inside.size() > 2
                            && second.is(Der.SEQUENCE)
                            && inside.get(2).is(Der.OCTET_STRING);
            boolean pkcs1 = inside.size() >= 6 && second.is(Der.INTEGER);
            boolean ec = version == 1 && inside.size() > 1 && second.is(Der.OCTET_STRING);
            return pkcs8 || pkcs1 || ec;
        }
        return inside.size() == 2 && first.is(Der.SEQUENCE) && second.is(Der.OCTET_STRING);
    }

    private static Foreign foreign(Der element, List<Der> inside) {
        Der first = inside.getFirst();
        boolean numbers =
                inside.size() == 2 && inside.stream().allMatch(each -> each.is(Der.INTEGER));
        if (CertificateParts.isKey(element) || numbers) {
            return Foreign.PUBLIC_KEY;
        }
        if (first.is(Der.INTEGER) && first.length() == 1 && first.value()[0] == 3) {
            return Foreign.PKCS12;
        }
        List<Der> body = first.children();
        if (inside.size() == 3 && body.stream().anyMatch(DerReading::isTime)) {
            return Foreign.REVOCATIONS;
        }
        boolean request =
                inside.size() == 3
                        && body.size() >= 3
                        && body.getFirst().is(Der.INTEGER)
                        && CertificateParts.isKey(body.get(2));
        return request ? Foreign.REQUEST : Foreign.NO_CERTIFICATE;
    }

    private static boolean isTime(Der element) {
        return element.is(UTC_TIME) || element.is(GENERALIZED_TIME);
    }

    /** The certificate in a PKCS #7 bundle (RFC 5652 5.1), where there is one only: which of several signs, nobody says. */
    private static CertificateReading bundled(List<Der> contentInfo) {
        List<Der> signed =
                contentInfo.size() < 2 || contentInfo.get(1).children().isEmpty()
                        ? List.of()
                        : contentInfo.get(1).children().getFirst().children();
        List<Der> carried =
                signed.stream()
                        .filter(each -> each.is(CERTIFICATES))
                        .findFirst()
                        .map(Der::children)
                        .orElse(List.of());
        if (carried.size() == 1) {
            Optional<CertificateParts> parts = CertificateParts.of(carried.getFirst());
            return parts.isPresent()
                    ? TrustedCertificate.of(carried.getFirst().encoded(), parts.get())
                    : Foreign.NO_CERTIFICATE.reading();
        }
        if (carried.isEmpty()) {
            return Foreign.NO_CERTIFICATE.reading();
        }
        List<String> subjects =
                carried.stream()
                        .limit(5)
                        .map(each ->
                                CertificateParts.of(each)
                                        .map(CertificateParts::subject)
                                        .orElse("?"))
                        .toList();
        return new CertificateReading.Unusable(
                Reason.CERTIFICATE_UNREADABLE,
                "a bundle of "
                        + carried.size()
                        + " certificates. Paste the one that signs alone. They are of: "
                        + String.join("; ", subjects));
    }
}
