package dev.latchkey.review;

import dev.latchkey.shared.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user with a finding.
 *
 * @param email as the list has it
 * @param likely the address that the IdP probably has for them
 * @param acceptedBy who said that it may stay, null while nobody did
 * @param correctedTo the address that waits for the user's confirmation
 */
record FoundUser(
        UserId user,
        String email,
        String key,
        String name,
        @Nullable String likely,
        @Nullable String likelyName,
        @Nullable Why why,
        @Nullable String acceptedBy,
        @Nullable Instant acceptedAt,
        @Nullable String reason,
        @Nullable String correctedTo) {

    /** What speaks for the finding. */
    enum Why {
        OTHER_DOMAIN("the same name before the @, in another domain"),
        PLUS_TAG("the same but for what follows the plus sign"),
        PUNCTUATION("the same but for dots, hyphens and underscores"),
        TRANSPOSED("first and last name are in the other order"),
        SAME_NAME("a user of the same name"),
        HERE("in this organization's directory"),
        ELSEWHERE("the other user belongs to another organization"),
        IN_IDP("inactive in the identity provider's list"),
        IN_BOTH("inactive here and in the identity provider's list"),
        KIND("marked as a shared mailbox"),
        ADDRESS("the address sounds like one");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public boolean accepted() {
        return acceptedBy != null;
    }
}
