package dev.latchkey.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.Secret;
import dev.latchkey.turns.FreshTurns;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

class PasswordsTest {
    private final Passwords passwords = new Passwords(FreshTurns.heavyWork());

    /** A hash begins with what says how dear it is: encoder, version and rounds. */
    @Test
    void whereThereIsNoHashComparingCostsAsMuch() {
        String hash = passwords.hash(new Secret("four words in a row")).reveal();
        int saltAt = hash.lastIndexOf('$') + 1;
        assertThat(Passwords.NOBODYS_HASH).hasSameSizeAs(hash);
        assertThat(Passwords.NOBODYS_HASH).startsWith(hash.substring(0, saltAt));
        assertThat(
                        PasswordEncoderFactories.createDelegatingPasswordEncoder()
                                .upgradeEncoding(Passwords.NOBODYS_HASH))
                .isFalse();
    }

    @Test
    void nobodySignsInWhereThereIsNoHash() {
        assertThat(passwords.matches(new Secret("nobody has this password"), null)).isFalse();
    }

    @Test
    void aPasswordMatchesItsOwnHashAlone() {
        String hash = passwords.hash(new Secret("four words in a row")).reveal();
        assertThat(passwords.matches(new Secret("four words in a row"), hash)).isTrue();
        assertThat(passwords.matches(new Secret("four words in a hat"), hash)).isFalse();
    }
}
