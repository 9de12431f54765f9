package dev.latchkey.cryptography;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells which provider of cryptography is in use: a line at start, and {@code /actuator/health/cryptography}. */
@Component("cryptographyProvider")
class CryptographyHealth implements HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(CryptographyHealth.class);

    @Override
    public Health health() {
        return Health.up().withDetail("provider", CryptographyProvider.inUse()).build();
    }

    @EventListener(ApplicationReadyEvent.class)
    void tell() {
        LOG.info("Cryptography by {}.", CryptographyProvider.inUse());
    }
}
