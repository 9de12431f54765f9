package dev.latchkey.saml.signature;

import org.jspecify.annotations.Nullable;

/** What came of verifying a signature. */
public sealed interface Verification {
    record Verified(VerifiedElement element) implements Verification {}

    /** The signature does not hold; the parts say what was wanted and what stood there. */
    record Broken(Fault fault, @Nullable String expected, @Nullable String found)
            implements Verification {}
}
