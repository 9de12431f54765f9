package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlSpace;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Certificates in whatever text people paste: the way it took left quotes, escapes and tags in it. */
final class PastedText {
    private static final Pattern UNSEEN =
            Pattern.compile("[\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff]");
    private static final Pattern SPACE = Pattern.compile("[\\u0085\\u00a0\\u2028\\u2029\\p{Zs}]");
    private static final Pattern DASH =
            Pattern.compile("[\\u2010-\\u2015\\u2212\\ufe58\\ufe63\\uff0d]");
    private static final Pattern REFERENCE =
            Pattern.compile("&#(?:[xX]([0-9a-fA-F]{1,5})|([0-9]{1,6}));|&nbsp;");
    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private static final Pattern PERCENT = Pattern.compile("%(0[aAdD]|2[bBfF]|3[dD]|20)");
    private static final Pattern BEGIN =
            Pattern.compile("-{1,20}+ ?BEGIN ([A-Z0-9 ]{1,40}?) ?-{1,20}");
    private static final Pattern END = Pattern.compile("-{1,20}+ ?END [A-Z0-9 ]{1,40}-{0,20}");
    private static final Pattern HEADER_LINE =
            Pattern.compile("(?m)^[> ]{0,20}[A-Za-z][A-Za-z0-9-]*: .*$");
    private static final Pattern ELEMENT =
            Pattern.compile("<(?:[A-Za-z0-9_.-]{1,40}:)?X509Certificate(?: [^<>]{0,300})?>([^<]*)");
    private static final Pattern FINGERPRINT =
            Pattern.compile("(?:[0-9A-Fa-f]{2}[: -]){15,63}[0-9A-Fa-f]{2}");
    private static final Pattern DIGEST =
            Pattern.compile(
                    "[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}");
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:subject|issuer)?[ =:/]*(?:CN|C|O|OU|ST|S|L|DC|E|emailAddress|serialNumber) ?=.*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ENCRYPTION = Pattern.compile("use ?= ?[\"']encryption[\"']");
    private static final Pattern CHAIN =
            Pattern.compile("\"x5c\"\\s{0,99}:\\s{0,99}\\[\\s{0,99}\"([^\"]+)\"");
    private static final Pattern PRIVATE_JWK = Pattern.compile("\"d\"\\s{0,99}:");
    private static final Pattern PRIVATE = Pattern.compile("PRIVATE +KEY|PuTTY-User-Key-File");

    /** In a document these words may stand in a comment; where a certificate belongs they don't. */
    private static final Pattern PRIVATE_LOOSELY =
            Pattern.compile(
                    "private[\\s+_-]{1,9}key(?![\\s_-]{1,9}usage)|PuTTY-User-Key-File|privateExponent"
                            + "|openssh-key-v1|<(?:[a-z0-9_.-]{1,40}:)?InverseQ>",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern DUMP =
            Pattern.compile("Signature Algorithm:|Public Key Algorithm:|Serial Number:");

    private PastedText() {}

    static CertificatesReading read(String pasted) {
        String text = plain(pasted);
        if (PRIVATE_LOOSELY.matcher(text).find()) {
            return new CertificatesReading.PrivateKeyGiven();
        }
        if (text.isBlank()) {
            return refused(Foreign.NOTHING);
        }
        if (text.contains("<")) {
            return markup(text, pasted);
        }
        if (BEGIN.matcher(text).find()) {
            return armoured(text);
        }
        return text.contains("\"kty\"") ? json(text) : bare(text);
    }

    /** Whether it contains a private key, also in a document that is read in another way. */
    static boolean hasPrivateKey(String pasted) {
        return PRIVATE.matcher(plain(pasted)).find();
    }

    private static CertificatesReading refused(Foreign what) {
        return new CertificatesReading.Unusable(what.reading());
    }

    private static String plain(String pasted) {
        String text = UNSEEN.matcher(pasted).replaceAll("");
        if (text.indexOf('\\') >= 0) {
            text =
                    text.replace("\\r", "\r")
                            .replace("\\n", "\n")
                            .replace("\\t", "\t")
                            .replace("\\/", "/");
            text = JSON_ESCAPE.matcher(text).replaceAll(m -> sign(m.group(1), 16));
        }
        if (text.indexOf('&') >= 0) {
            text =
                    REFERENCE
                            .matcher(text)
                            .replaceAll(m ->
                                    m.group(1) != null
                                            ? sign(m.group(1), 16)
                                            : m.group(2) != null ? sign(m.group(2), 10) : " ");
        }
        if (text.indexOf('%') >= 0) {
            text = PERCENT.matcher(text).replaceAll(m -> sign(m.group(1), 16));
        }
        // A reference may have stood for a space that we don't see either.
        text = UNSEEN.matcher(text).replaceAll("");
        return DASH.matcher(SPACE.matcher(text).replaceAll(" ")).replaceAll("-");
    }

    private static String sign(String digits, int radix) {
        int sign = Integer.parseInt(digits, radix);
        return sign > 0 && Character.isValidCodePoint(sign)
                ? Matcher.quoteReplacement(Character.toString(sign))
                : " ";
    }

    private static CertificatesReading markup(String given, String pasted) {
        String text = without(given, "<!--", "-->").replace("<![CDATA[", "").replace("]]>", "");
        String small = text.substring(0, Math.min(text.length(), 2000)).toLowerCase(Locale.ROOT);
        if (small.contains("<html") || small.contains("<!doctype html")) {
            return refused(Foreign.HTML);
        }
        if (text.contains("EntityDescriptor")) {
            return metadata(pasted);
        }
        text = withoutKeysForEncryption(text);
        if (ENCRYPTION.matcher(text).find()) {
            return refused(Foreign.XML);
        }
        List<String> carried = new ArrayList<>();
        Matcher elements = ELEMENT.matcher(text);
        while (elements.find()) {
            carried.add(elements.group(1));
        }
        if (carried.isEmpty()) {
            return BEGIN.matcher(text).find() ? armoured(text) : refused(Foreign.XML);
        }
        return together(carried.stream().map(PastedText::bare).toList());
    }

    private static String without(String text, String begin, String end) {
        StringBuilder rest = new StringBuilder(text.length());
        int at = 0;
        int from = text.indexOf(begin);
        while (from >= 0) {
            int to = text.indexOf(end, from + begin.length());
            rest.append(text, at, from);
            at = to < 0 ? text.length() : to + end.length();
            from = text.indexOf(begin, at);
        }
        return rest.append(text, at, text.length()).toString();
    }

    /** Without each KeyDescriptor that says it is for encryption. */
    private static String withoutKeysForEncryption(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        for (String piece : text.split("(?<=KeyDescriptor>)", -1)) {
            if (!ENCRYPTION.matcher(piece).find() || !piece.endsWith("KeyDescriptor>")) {
                rest.append(piece);
            }
        }
        return rest.toString();
    }

    /** Its octets in hex, as tools print them: too many for a fingerprint. */
    private static boolean isHexOfCertificate(String text) {
        String digits = text.replaceAll("[:\\s]", "");
        return digits.length() > 200 && digits.startsWith("3082") && digits.matches("[0-9A-Fa-f]+");
    }

    /** The signing certificates of the one IdP in it. */
    private static CertificatesReading metadata(String document) {
        byte[] octets = XmlSpace.strip(document).getBytes(StandardCharsets.UTF_8);
        return IdpMetadata.read(octets, Limits.METADATA)
                                instanceof IdpMetadata.Found(List<IdpMetadata> providers)
                        && providers.size() == 1
                        && !providers.getFirst().certificates().isEmpty()
                ? new CertificatesReading.Read(providers.getFirst().certificates())
                : refused(Foreign.XML);
    }

    private static CertificatesReading json(String text) {
        if (PRIVATE_JWK.matcher(text).find()) {
            return new CertificatesReading.PrivateKeyGiven();
        }
        Matcher chain = CHAIN.matcher(text);
        if (!chain.find()) {
            return refused(Foreign.JWK);
        }
        String first = chain.group(1);
        return chain.find() ? refused(Foreign.SEVERAL) : bare(first);
    }

    private static CertificatesReading armoured(String text) {
        List<CertificatesReading> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        int at = 0;
        while (begin.find(at)) {
            Matcher end = END.matcher(text);
            boolean closed = end.find(begin.end());
            Matcher next = BEGIN.matcher(text);
            int stop = closed ? end.start() : text.length();
            if (next.find(begin.end()) && next.start() < stop) {
                return refused(Foreign.CUT_OFF);
            }
            blocks.add(block(begin.group(1).strip(), text.substring(begin.end(), stop)));
            at = closed ? end.end() : text.length();
        }
        return together(blocks);
    }

    private static CertificatesReading block(String label, String inside) {
        if (label.contains("PUBLIC KEY")) {
            return refused(Foreign.PUBLIC_KEY);
        }
        if (label.contains("REQUEST")) {
            return refused(Foreign.REQUEST);
        }
        if (label.contains("CRL")) {
            return refused(Foreign.REVOCATIONS);
        }
        byte[] der = base64(HEADER_LINE.matcher(inside).replaceAll("").replace(">", ""));
        if (der == null) {
            return refused(Foreign.NOT_BASE64);
        }
        if (label.equals("TRUSTED CERTIFICATE")) {
            // OpenSSL writes what it trusts the certificate for behind it.
            return Der.at(der, 0, der.length)
                    .map(first -> DerReading.read(first.encoded()))
                    .orElseGet(() -> DerReading.read(der));
        }
        CertificatesReading read = DerReading.read(der);
        return read instanceof CertificatesReading.Read(List<TrustedCertificate> several)
                        && several.size() > 1
                ? refused(Foreign.SEVERAL)
                : read;
    }

    private static CertificatesReading bare(String given) {
        String text = given.strip().replaceAll("^[\"'`,;]{1,20}|[\"'`,;]{1,20}$", "").strip();
        if (text.isEmpty()) {
            return refused(Foreign.NOTHING);
        }
        if (BEGIN.matcher(text).find()) {
            return armoured(text);
        }
        if (DUMP.matcher(text).find()) {
            return refused(Foreign.DUMP);
        }
        if (FINGERPRINT.matcher(text).matches()
                || DIGEST.matcher(text.replaceAll("\\s", "")).matches()) {
            return refused(Foreign.FINGERPRINT);
        }
        if (FINGERPRINT.matcher(text).find() && !isHexOfCertificate(text)) {
            return refused(Foreign.FINGERPRINT);
        }
        if (text.startsWith("ssh-") || text.startsWith("ecdsa-sha2-")) {
            return refused(Foreign.PUBLIC_KEY);
        }
        if (text.matches("(?is)https?://.*")) {
            return refused(Foreign.ADDRESS);
        }
        byte[] der = base64(END.matcher(text).replaceAll(""));
        if (der == null) {
            return refused(NAME.matcher(text).matches() ? Foreign.NAME : Foreign.NOT_BASE64);
        }
        String inside = new String(der, StandardCharsets.ISO_8859_1);
        if (inside.startsWith("openssh-key-v1")) {
            return new CertificatesReading.PrivateKeyGiven();
        }
        if (inside.contains("-----BEGIN")) {
            return read(inside);
        }
        boolean digest =
                der.length == 20 || der.length == 32 || der.length == 48 || der.length == 64;
        return digest && der[0] != Der.SEQUENCE
                ? refused(Foreign.FINGERPRINT)
                : DerReading.read(der);
    }

    /** The octets of one or more pieces of base64 that were run together, in the usual or the URL's alphabet; or of hex. */
    private static byte @Nullable [] base64(String text) {
        String chars = text.replaceAll("[\\s\"'`]", "").replace('-', '+').replace('_', '/');
        if (isHexOfCertificate(chars)) {
            chars = chars.replace(":", "");
        }
        if (chars.length() > 8
                && chars.startsWith("3082")
                && chars.length() % 2 == 0
                && chars.matches("[0-9A-Fa-f]+")) {
            return HexFormat.of().parseHex(chars);
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(chars.length());
        for (String piece : chars.split("=+", -1)) {
            try {
                octets.writeBytes(Base64.getDecoder().decode(piece));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return octets.toByteArray();
    }

    private static CertificatesReading together(List<CertificatesReading> readings) {
        List<TrustedCertificate> found = new ArrayList<>();
        for (CertificatesReading reading : readings) {
            if (!(reading instanceof CertificatesReading.Read(List<TrustedCertificate> read))) {
                return reading;
            }
            found.addAll(read);
        }
        return found.isEmpty() ? refused(Foreign.NOTHING) : new CertificatesReading.Read(found);
    }
}
