package dev.latchkey.rollout;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import org.jspecify.annotations.Nullable;

/**
 * Something that both sides of a rollout should hear of at once.
 *
 * @param request the SID of the request on which the rollout hangs
 * @param text whole sentences, without a greeting
 */
public record RolloutNotice(
        OrganizationId organization,
        RolloutId rollout,
        @Nullable String request,
        String subject,
        String text) {}
