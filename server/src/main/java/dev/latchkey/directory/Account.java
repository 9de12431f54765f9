package dev.latchkey.directory;

import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.OrganizationId;

/** An account of an organization. */
public record Account(AccountId id, OrganizationId organization, String name) {}
