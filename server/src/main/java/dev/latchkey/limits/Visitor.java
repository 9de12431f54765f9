package dev.latchkey.limits;

import dev.latchkey.shared.IpAddress;
import dev.latchkey.shared.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Who tries a password.
 *
 * @param from where they come from
 * @param device what their browser was given at a sign-in before; null where it has nothing
 */
public record Visitor(IpAddress from, @Nullable Secret device) {}
