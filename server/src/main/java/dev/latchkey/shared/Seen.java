package dev.latchkey.shared;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What a page showed of something that may change before its form comes back: the form carries the digest in a hidden
 * field named {@code seen}, and what it asks for is done only where the same is there still (requirement D15). Two are
 * equal when everything in them reads the same, so what goes in says who it is by its {@code toString}: records, texts,
 * numbers, times and lists of them; no array, and no map or set without an order.
 *
 * @param digest as the form carries it
 */
public record Seen(String digest) {
    private static final int CHARS = 32;

    /** Of all that the page shows and the form is about. */
    public static Seen of(Object... shown) {
        MessageDigest sha256 = Tokens.sha256();
        for (Object each : shown) {
            byte[] text = String.valueOf(each).getBytes(StandardCharsets.UTF_8);
            sha256.update((text.length + ":").getBytes(StandardCharsets.UTF_8));
            sha256.update(text);
        }
        return new Seen(HexFormat.of().formatHex(sha256.digest()).substring(0, CHARS));
    }

    /** Whether the form was filled in before these very things; never where it carries nothing. */
    public boolean is(String carried) {
        return digest.equals(carried);
    }

    /** As the form carries it: a template writes it as it stands. */
    @Override
    public String toString() {
        return digest;
    }
}
