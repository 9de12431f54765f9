package dev.latchkey.directory;

/** Published in the transaction that changed a user, so that what hangs on the old state can end with it. */
public record UserChanged(User before, User after) {
    /** Whether people who are signed in as this user must prove again who they are. */
    public boolean endsAccess() {
        return !after.active() || !after.email().equals(before.email());
    }
}
