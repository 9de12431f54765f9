package dev.latchkey.testing;

import dev.latchkey.audit.AuditAction;

/** An action that no module of ours has, as one of another version would be. */
public record OtherAction(String code) implements AuditAction {
    @Override
    public String words() {
        return code;
    }
}
