package dev.latchkey.secretkeys;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Down where this node lacks a key that the others use. Degraded where something does not open that somebody's sign-in
 * depends on: the others are served, so no load balancer shall take the node away for it.
 */
@Component("secretKeys")
class SecretKeysHealth implements HealthIndicator {
    private static final Status DEGRADED = new Status("DEGRADED");

    private final Heartbeat heartbeat;
    private final Faults faults;

    SecretKeysHealth(Heartbeat heartbeat, Faults faults) {
        this.heartbeat = heartbeat;
        this.faults = faults;
    }

    @Override
    public Health health() {
        if (!heartbeat.missing().isEmpty()) {
            return Health.down().withDetail("missing", heartbeat.missing()).build();
        }
        long shut = faults.vital();
        return shut == 0
                ? Health.up().build()
                : Health.status(DEGRADED).withDetail("shut", shut).build();
    }
}
