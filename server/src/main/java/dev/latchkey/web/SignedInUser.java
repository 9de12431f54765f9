package dev.latchkey.web;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Instant;

/**
 * The user of this request.
 *
 * @param admin whether they may administer their own organization
 * @param method {@code PASSWORD}, {@code SSO} or {@code EMERGENCY}
 */
public record SignedInUser(
        UserId id,
        OrganizationId organization,
        String email,
        String name,
        boolean admin,
        String method,
        Instant since) {
    /** Whether they came in by a recovery code. */
    public boolean inEmergency() {
        return method.equals("EMERGENCY");
    }
}
