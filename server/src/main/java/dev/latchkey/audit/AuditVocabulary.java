package dev.latchkey.audit;

import java.util.List;

/** The actions of one module, as a bean. */
public abstract class AuditVocabulary {
    private final List<AuditAction> actions;

    protected AuditVocabulary(AuditAction... actions) {
        this.actions = List.of(actions);
    }

    List<AuditAction> actions() {
        return actions;
    }
}
