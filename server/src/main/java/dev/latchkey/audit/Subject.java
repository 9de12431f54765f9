package dev.latchkey.audit;

import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.shared.UserId;

/**
 * What an action was done to.
 *
 * @param kind as the audit log names it, such as {@code user}
 * @param id the SID
 */
public record Subject(String kind, String id) {
    public static Subject of(OrganizationId organization) {
        return new Subject("organization", organization.toString());
    }

    public static Subject of(AccountId account) {
        return new Subject("account", account.toString());
    }

    public static Subject of(UserId user) {
        return new Subject("user", user.toString());
    }

    public static Subject of(ConnectionId connection) {
        return new Subject("connection", connection.toString());
    }

    public static Subject of(SupportRequestId request) {
        return new Subject("request", request.toString());
    }

    public static Subject of(CohortId cohort) {
        return new Subject("cohort", cohort.toString());
    }

    public static Subject of(RolloutId rollout) {
        return new Subject("rollout", rollout.toString());
    }
}
