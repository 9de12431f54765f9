package dev.latchkey.shared;

import org.jspecify.annotations.Nullable;

/**
 * One thing that stands in the way.
 *
 * @param detail what in particular, for the person who can change it; never a secret
 */
public record Problem(ErrorCode code, @Nullable String detail) {}
