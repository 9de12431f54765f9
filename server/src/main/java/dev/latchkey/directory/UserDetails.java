package dev.latchkey.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user with what only the user's own page needs. */
record UserDetails(User user, int version, Instant createdAt, @Nullable Instant lastSignInAt) {}
