package dev.latchkey.directory;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;

/** Somebody, or something, that signs in. */
public record User(
        UserId id,
        OrganizationId organization,
        String email,
        String name,
        boolean admin,
        boolean active,
        Kind kind,
        boolean hasPassword) {
    /** What is behind the address. */
    public enum Kind {
        PERSON,
        SHARED_MAILBOX,
        API_ONLY
    }
}
