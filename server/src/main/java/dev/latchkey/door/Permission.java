package dev.latchkey.door;

import dev.latchkey.shared.ErrorCode;

/**
 * A line of the table of permissions: something that is done in an organization, and whose it is. A module that changes
 * something has an enum of them, and docs/permissions.md is made of all.
 */
public interface Permission {
    Line line();

    /** What everybody else is told. */
    default ErrorCode refusal() {
        return DoorError.NOT_THEIRS;
    }
}
