package dev.latchkey.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Up to where this node last found everything sealed. Asking for it needs no database. */
@Component
class SealMark {
    private volatile @Nullable Instant settled;

    /** Null before the first look. */
    @Nullable Instant settled() {
        return settled;
    }

    void set(Instant until) {
        settled = until;
    }
}
