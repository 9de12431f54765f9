package dev.latchkey.connections;

import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;

/**
 * An IdP's stable identifier is looked for elsewhere, or no longer (requirement D12): what was remembered from where it
 * was says nothing now. Whoever remembers it is told in the transaction of the change.
 */
public record IdentifierMoved(OrganizationId organization, ConnectionId connection) {}
