package dev.latchkey.mail;

import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Tells whether mail goes, at {@code /actuator/health/mail}. A mail server that is away does not make this node one
 * that should be left alone, so the state is always up. Everybody may read it: it names nobody.
 */
@Component("outgoingMail")
class MailHealth implements HealthIndicator {
    private final OutboxStore store;
    private final MailLines lines;

    MailHealth(OutboxStore store, MailLines lines) {
        this.store = store;
        this.lines = lines;
    }

    @Override
    public Health health() {
        if (!lines.configured()) {
            return Health.up().withDetail("server", "none").build();
        }
        MailServerState server = store.server();
        Instant since = server.awaySince();
        return since == null
                ? Health.up().withDetail("server", "well").build()
                : Health.up().withDetail("server", "away").withDetail("since", since).build();
    }
}
