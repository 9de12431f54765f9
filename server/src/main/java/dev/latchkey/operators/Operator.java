package dev.latchkey.operators;

import dev.latchkey.shared.OperatorId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works for the vendor and looks after organizations.
 *
 * @param lastSignInAt null for never
 */
public record Operator(
        OperatorId id,
        String email,
        String name,
        boolean active,
        Instant createdAt,
        @Nullable Instant lastSignInAt) {}
