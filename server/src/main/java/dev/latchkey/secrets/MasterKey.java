package dev.latchkey.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One of the installation's secret keys with the name that stands in what it sealed. Prints as its name only. Other
 * keys are derived from it by purpose (HKDF, RFC 5869), so that no purpose learns anything of another's.
 */
public final class MasterKey {
    public static final int LENGTH = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final String CHECK = "check value";

    private final String id;
    private final SecretKeySpec key;
    private final Map<String, SecretKey> derived = new ConcurrentHashMap<>();

    /** Throws where the name or the length is not what {@link #isId} and {@link #LENGTH} allow. */
    public MasterKey(String id, byte[] key) {
        if (!isId(id) || key.length != LENGTH) {
            throw new IllegalArgumentException("not a secret key");
        }
        this.id = id;
        this.key = new SecretKeySpec(key, "AES");
    }

    /** A key that gets its name from its own hash, so that no two have the same. */
    public static MasterKey named(byte[] key) {
        MasterKey nameless = new MasterKey("g", key);
        byte[] name = nameless.mac("name", new byte[0]);
        return new MasterKey("g-" + HexFormat.of().formatHex(name, 0, 6), key);
    }

    /** Whether this can be the name of a key: 1 to 32 letters, digits, dots, hyphens or underscores of ASCII. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public String id() {
        return id;
    }

    SecretKeySpec key() {
        return key;
    }

    /** What the database keeps to know this key again, without which nobody could compute it. */
    public byte[] checkValue() {
        return mac(CHECK, id.getBytes(StandardCharsets.UTF_8));
    }

    public boolean isSameAs(MasterKey other) {
        return id.equals(other.id)
                && java.security.MessageDigest.isEqual(checkValue(), other.checkValue());
    }

    byte[] mac(String purpose, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(derived.computeIfAbsent(purpose, this::derive));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has HMAC with SHA-256", e);
        }
    }

    private SecretKey derive(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "HmacSHA256",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key)
                                    .thenExpand(
                                            ("latchkey " + purpose)
                                                    .getBytes(StandardCharsets.UTF_8),
                                            LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF with SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
