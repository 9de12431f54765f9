package dev.latchkey.saml;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param check its stable name, such as {@code audience}
 * @param passed whether it held
 * @param expected what was wanted, in words or as the value itself
 * @param found what arrived; null where nothing did
 */
public record Check(String check, boolean passed, String expected, @Nullable String found) {}
