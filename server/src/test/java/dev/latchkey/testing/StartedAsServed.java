package dev.latchkey.testing;

import dev.latchkey.cryptography.CryptographyProvider;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests run with the cryptography that {@code Main} would put in place, which is also several times as fast at making
 * the many key pairs that tests need.
 */
public final class StartedAsServed implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        CryptographyProvider.install();
    }
}
