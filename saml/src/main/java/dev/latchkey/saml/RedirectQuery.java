package dev.latchkey.saml;

import dev.latchkey.saml.signature.Base64Text;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The query string of a message by HTTP-Redirect, read from what arrived: what is verified and what is read are the
 * same octets. A parameter that comes twice, or whose name is spelt with escapes, makes the whole ambiguous.
 */
record RedirectQuery(
        String message,
        String signedOctets,
        @Nullable String algorithm,
        @Nullable String signature) {
    private static final Set<String> KNOWN =
            Set.of("SAMLRequest", "SAMLResponse", "RelayState", "SigAlg", "Signature");

    /** The query, or null where it is ambiguous or carries no message. */
    static @Nullable RedirectQuery read(String rawQuery) {
        Map<String, String> raw = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            boolean known = KNOWN.contains(name);
            boolean disguised = !known && KNOWN.contains(decoded(name));
            if (disguised
                    || (known
                            && (equals < 0
                                    || raw.putIfAbsent(name, pair.substring(equals + 1))
                                            != null))) {
                return null;
            }
        }
        boolean request = raw.containsKey("SAMLRequest");
        if (request == raw.containsKey("SAMLResponse")) {
            return null;
        }
        String field = request ? "SAMLRequest" : "SAMLResponse";
        String message = raw.getOrDefault(field, "");
        StringBuilder signed = new StringBuilder(field).append('=').append(message);
        append(signed, raw, "RelayState");
        append(signed, raw, "SigAlg");
        return new RedirectQuery(
                decoded(message), signed.toString(), value(raw, "SigAlg"), value(raw, "Signature"));
    }

    private static void append(StringBuilder signed, Map<String, String> raw, String name) {
        if (raw.containsKey(name)) {
            signed.append('&').append(name).append('=').append(raw.get(name));
        }
    }

    private static @Nullable String value(Map<String, String> raw, String name) {
        String value = raw.get(name);
        return value == null ? null : decoded(value);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** What came of inflating. */
    sealed interface Inflation {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Inflated(byte[] xml) implements Inflation {}

    record NotInflated(Reason reason, @Nullable String found) implements Inflation {}

    /** Inflates the message (RFC 1951), and no further than the limit. */
    Inflation inflate(int limit) {
        byte[] deflated = Base64Text.decode(message);
        if (deflated == null || deflated.length == 0) {
            return new NotInflated(Reason.MALFORMED_BASE64, Transfer.fault(message, true));
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            byte[] out = new byte[Math.min(limit, 8192) + 1];
            int length = 0;
            while (!inflater.finished()) {
                if (length == out.length) {
                    if (length > limit) {
                        return tooLarge(limit);
                    }
                    out = Arrays.copyOf(out, Math.min(limit + 1, 2 * length));
                }
                int more = inflater.inflate(out, length, out.length - length);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return notDeflated();
                }
                length += more;
            }
            return length > limit ? tooLarge(limit) : new Inflated(Arrays.copyOf(out, length));
        } catch (DataFormatException e) {
            return notDeflated();
        } finally {
            inflater.end();
        }
    }

    private static NotInflated tooLarge(int limit) {
        return new NotInflated(Reason.MESSAGE_TOO_LARGE, "more than " + limit + " bytes");
    }

    private NotInflated notDeflated() {
        return Transfer.lostPlusSigns(message, true)
                ? new NotInflated(Reason.MALFORMED_BASE64, Transfer.LOST_PLUS_SIGNS)
                : new NotInflated(Reason.NOT_XML, "octets that are not deflated, or were cut off");
    }
}
