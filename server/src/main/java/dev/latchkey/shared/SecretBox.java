package dev.latchkey.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Encrypts what lies in the database and must not be read there (AES-256-GCM). What is sealed names its key, so that a
 * new key can come first while the old ones still open.
 */
@Component
public final class SecretBox {
    private static final Logger LOG = LoggerFactory.getLogger(SecretBox.class);
    private static final int IV = 12;
    private static final int KEY = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String current;

    SecretBox(LatchkeySettings settings) {
        Secret given = settings.secretKeys();
        String spec =
                given == null || given.reveal().isBlank()
                        ? generated(settings.dataDir())
                        : given.reveal();
        for (String entry : spec.split(",", -1)) {
            add(entry.strip());
        }
        current = keys.keySet().iterator().next();
    }

    private void add(String entry) {
        int colon = entry.indexOf(':');
        byte[] key = colon < 1 ? new byte[0] : decoded(entry.substring(colon + 1));
        if (key.length != KEY || colon > 32) {
            throw new IllegalArgumentException(
                    "LATCHKEY_SECRET_KEYS must be id:base64 of 32 bytes, several separated by commas");
        }
        keys.put(entry.substring(0, colon), new SecretKeySpec(key, "AES"));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String generated(Path dataDir) {
        Path file = dataDir.resolve("secret.key");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            Files.createDirectories(dataDir);
            byte[] key = new byte[KEY];
            RANDOM.nextBytes(key);
            String spec = "generated:" + Base64.getEncoder().encodeToString(key);
            Path fresh =
                    Files.createTempFile(
                            dataDir,
                            "secret",
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, spec, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(fresh, file);
            LOG.warn("No LATCHKEY_SECRET_KEYS: a key was generated in {}. Back it up.", file);
            return spec;
        } catch (IOException e) {
            throw new UncheckedIOException("the secret key in " + file, e);
        }
    }

    public byte[] seal(byte[] plain) {
        byte[] id = current.getBytes(StandardCharsets.UTF_8);
        byte[] iv = new byte[IV];
        RANDOM.nextBytes(iv);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, current, iv, plain);
        return ByteBuffer.allocate(1 + id.length + IV + sealed.length)
                .put((byte) id.length)
                .put(id)
                .put(iv)
                .put(sealed)
                .array();
    }

    /** Opens what {@link #seal} made; throws where its key is not among ours or it was changed. */
    public byte[] open(byte[] sealed) {
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        byte[] id = new byte[buffer.get()];
        byte[] iv = new byte[IV];
        buffer.get(id).get(iv);
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        return crypt(Cipher.DECRYPT_MODE, new String(id, StandardCharsets.UTF_8), iv, rest);
    }

    private byte[] crypt(int mode, String id, byte[] iv, byte[] bytes) {
        SecretKeySpec key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("no secret key '" + id + "' in LATCHKEY_SECRET_KEYS");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(128, iv));
            cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed secret does not open", e);
        }
    }
}
