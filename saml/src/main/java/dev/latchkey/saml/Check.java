package dev.latchkey.saml;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param check its stable name, such as {@code audience}
 * @param passed whether it held
 * @param expected what was wanted, in words or as the value itself
 * @param found what arrived; null where nothing did
 * @param reason why it did not hold, and so what to change; null where it did, and in records of older versions
 */
public record Check(
        String check,
        boolean passed,
        String expected,
        @Nullable String found,
        @Nullable Reason reason) {}
