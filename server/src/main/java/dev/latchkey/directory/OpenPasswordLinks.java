package dev.latchkey.directory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows by which links a user's password could be set now; the user's page shows them. */
public interface OpenPasswordLinks {
    /** A link that is good until it is used, withdrawn, or too old. */
    record OpenLink(@Nullable String maker, Instant madeAt, Instant expiresAt) {
        /** Whether the user asked for it by mail, and no operator made it. */
        public boolean mailed() {
            return maker == null;
        }
    }

    /** The user's open links, the newest first. */
    List<OpenLink> of(User user);
}
