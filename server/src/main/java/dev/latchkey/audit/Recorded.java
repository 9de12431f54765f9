package dev.latchkey.audit;

import dev.latchkey.shared.OrganizationId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Published in the transaction of what was done, with what its record says, so that whoever must hear of it is told or
 * nothing happens. Of what is done to many at once each is recorded, and only the whole is published, where it has a
 * record of its own. A sign-in through an identity provider publishes nothing.
 */
public record Recorded(
        Actor actor,
        @Nullable OrganizationId organization,
        AuditAction action,
        @Nullable String subject,
        Map<String, ?> detail,
        Instant at) {}
