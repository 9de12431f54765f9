package dev.latchkey.secrets;

import dev.latchkey.shared.Result;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts what lies in the database and must not be read there (AES-256-GCM), and authenticates what must not be
 * changed there (HMAC-SHA-256). What is sealed names its key, so that a new key can come while the old ones still open.
 *
 * <p>A box is made where the keys were checked against the database, and nowhere else: whoever has one may rely on it
 * that these are the database's keys.
 */
public final class SecretBox {
    private static final int IV = 12;
    private static final int TAG = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, MasterKey> keys = new LinkedHashMap<>();
    private final Set<SealedColumn> columns;
    private final Set<String> givenUp;
    private volatile String sealing;

    /**
     * @param sealing the name of the key that seals
     * @param columns for whose values it seals
     * @param givenUp the names of keys that nobody has any more
     */
    public SecretBox(
            List<MasterKey> keys,
            String sealing,
            Collection<? extends SealedColumn> columns,
            Set<String> givenUp) {
        this.givenUp = Set.copyOf(givenUp);
        keys.forEach(key -> this.keys.put(key.id(), key));
        this.columns = Set.copyOf(columns);
        this.sealing = sealing;
        sealWith(sealing);
    }

    /** What was computed over a message with a key of this name. */
    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
    public record Stamp(String key, byte[] mac) {}

    /** What a stamp is worth. */
    public enum Worth {
        TRUE,
        FALSE,
        KEY_MISSING
    }

    /** The name of the key that seals. */
    public String sealingKey() {
        return sealing;
    }

    /** The names of all keys that open. */
    public Set<String> keys() {
        return Set.copyOf(keys.keySet());
    }

    /** Whether whoever runs the server said that nobody has this key any more. */
    public boolean isGivenUp(String key) {
        return givenUp.contains(key) && !keys.containsKey(key);
    }

    /** From now on this key seals; it must be one of ours. */
    public void sealWith(String id) {
        key(id);
        sealing = id;
    }

    public byte[] seal(SealedColumn column, byte[] plain) {
        if (!columns.contains(column)) {
            throw new IllegalArgumentException(
                    "declare " + column.table() + "." + column.column() + " as a bean");
        }
        MasterKey key = key(sealing);
        byte[] id = key.id().getBytes(StandardCharsets.UTF_8);
        byte[] iv = new byte[IV];
        RANDOM.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(plain);
            return ByteBuffer.allocate(1 + id.length + IV + sealed.length)
                    .put((byte) id.length)
                    .put(id)
                    .put(iv)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every platform has AES-GCM", e);
        }
    }

    /** Opens what {@link #seal} made; refused where its key is not among ours or it was changed. */
    public Result<byte[]> open(byte[] sealed) {
        String id = keyOf(sealed);
        MasterKey key = keys.get(id);
        if (key == null) {
            return MasterKey.isId(id)
                    ? Result.refused(SecretError.KEY_MISSING, id)
                    : Result.refused(SecretError.DOES_NOT_OPEN, "");
        }
        int head = 1 + sealed[0];
        if (sealed.length < head + IV + TAG) {
            return Result.refused(SecretError.DOES_NOT_OPEN, id);
        }
        byte[] iv = new byte[IV];
        System.arraycopy(sealed, head, iv, 0, IV);
        try {
            return Result.ok(
                    cipher(Cipher.DECRYPT_MODE, key, iv)
                            .doFinal(sealed, head + IV, sealed.length - head - IV));
        } catch (GeneralSecurityException e) {
            return Result.refused(SecretError.DOES_NOT_OPEN, id);
        }
    }

    /** The name of the key that something was sealed with, as it stands there; empty where none does. */
    public static String keyOf(byte[] sealed) {
        int length = sealed.length == 0 ? 0 : sealed[0];
        return length <= 0 || length >= sealed.length
                ? ""
                : new String(sealed, 1, length, StandardCharsets.US_ASCII);
    }

    /** Stamps a message for a purpose; a stamp for one is none for another. */
    public Stamp stamp(String purpose, byte[] message) {
        MasterKey key = key(sealing);
        return new Stamp(key.id(), key.mac(purpose, message));
    }

    public Worth worth(String purpose, byte[] message, Stamp stamp) {
        MasterKey key = keys.get(stamp.key());
        if (key == null) {
            return Worth.KEY_MISSING;
        }
        return MessageDigest.isEqual(key.mac(purpose, message), stamp.mac())
                ? Worth.TRUE
                : Worth.FALSE;
    }

    private MasterKey key(String id) {
        MasterKey key = keys.get(id);
        if (key == null) {
            throw new IllegalArgumentException("no secret key of the name " + id);
        }
        return key;
    }

    private static Cipher cipher(int mode, MasterKey key, byte[] iv)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(8 * TAG, iv));
        cipher.updateAAD(key.id().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
