package dev.latchkey.directory;

import dev.latchkey.shared.OrganizationId;

/** A customer of the vendor; the tenant. */
public record Organization(OrganizationId id, String name, Edition edition) {}
