package dev.latchkey.secrets;

import dev.latchkey.shared.Secret;
import dev.latchkey.turns.HeavyWork;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** What a password must be, its hash for the database, and the comparison with that hash. */
@Component
public class Passwords {
    /** In characters. */
    public static final int SHORTEST = 12;

    /** In bytes of UTF-8: bcrypt reads no more, and what it does not read would not count. */
    public static final int LONGEST_BYTES = 72;

    /** Of 24 random bytes that were thrown away. To be as dear to compare with as a new one (PasswordsTest). */
    static final String NOBODYS_HASH =
            "{bcrypt}$2a$10$45NBBprMbr/p5qcnwep7FuD4xyuT/XtVUsDj0RhyCiE2ioXhUl3XW";

    private final PasswordEncoder encoder =
            PasswordEncoderFactories.createDelegatingPasswordEncoder();

    private final HeavyWork heavy;

    Passwords(HeavyWork heavy) {
        this.heavy = heavy;
    }

    /** A step that comes to a hash or a comparison begins only while there is room for it (see {@link HeavyWork}). */
    public <T> T step(java.util.function.Supplier<T> step) {
        return heavy.passwordStep(step);
    }

    /** What stands against this password, as a sentence; empty when nothing does. */
    public static Optional<String> problem(Secret password) {
        String text = password.reveal();
        if (text.codePointCount(0, text.length()) < SHORTEST) {
            return Optional.of("Please choose a password of at least 12 characters.");
        }
        if (bytes(text) > LONGEST_BYTES) {
            return Optional.of(
                    "Please choose a shorter password: at most 72 letters, or fewer with accents.");
        }
        if (text.codePoints().distinct().count() < 4) {
            return Optional.of(
                    "Please choose a password with more than three different characters.");
        }
        return Optional.empty();
    }

    /**
     * The hash to store. It takes its turn, so it is made before a transaction begins.
     *
     * @throws IllegalArgumentException for a password over {@link #LONGEST_BYTES}
     */
    public PasswordHash hash(Secret password) {
        if (bytes(password.reveal()) > LONGEST_BYTES) {
            throw new IllegalArgumentException("the password is longer than 72 bytes");
        }
        return heavy.password(() -> new PasswordHash(encoder.encode(password.reveal())));
    }

    /** Whether it is the password of this hash; takes its turn, and as long where there is no hash. */
    public boolean matches(Secret password, @Nullable String hash) {
        return heavy.password(() -> compare(password, hash));
    }

    private boolean compare(Secret password, @Nullable String hash) {
        boolean fits = bytes(password.reveal()) <= LONGEST_BYTES;
        boolean matches =
                encoder.matches(
                        fits ? password.reveal() : "too long", hash == null ? NOBODYS_HASH : hash);
        return matches && fits && hash != null;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
