package dev.latchkey.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a Response is to say.
 *
 * @param requestId of the AuthnRequest; null when nobody asked
 * @param audience the SP's entity ID
 */
record Answer(
        Tenant tenant,
        String email,
        String name,
        String acsUrl,
        String audience,
        @Nullable String requestId,
        Instant now) {

    Answer to(String otherAudience) {
        return new Answer(tenant, email, name, acsUrl, otherAudience, requestId, now);
    }

    Answer about(String otherEmail, String otherName) {
        return new Answer(tenant, otherEmail, otherName, acsUrl, audience, requestId, now);
    }

    Answer at(Instant time) {
        return new Answer(tenant, email, name, acsUrl, audience, requestId, time);
    }
}
