package dev.latchkey.directory;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;

/** Published in the transaction that gave a user a password, in whatever way: what was opened by the old one ends. */
public record PasswordSet(OrganizationId organization, UserId user) {}
