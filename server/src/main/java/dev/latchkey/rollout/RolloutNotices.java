package dev.latchkey.rollout;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.RolloutId;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells both sides of what they did not ask for at this moment. */
@Component
public class RolloutNotices {
    private final ApplicationEventPublisher events;
    private final Rollouts rollouts;

    RolloutNotices(ApplicationEventPublisher events, Rollouts rollouts) {
        this.events = events;
        this.rollouts = rollouts;
    }

    public void tell(Cohort cohort, String subject, String text) {
        tell(cohort.organization(), cohort.rollout(), subject, text);
    }

    public void tell(OrganizationId organization, RolloutId rollout, String subject, String text) {
        @Nullable String request =
                rollouts.find(organization, rollout).map(Rollout::request).orElse(null);
        events.publishEvent(new RolloutNotice(organization, rollout, request, subject, text));
    }
}
