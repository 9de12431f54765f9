package dev.latchkey.support;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.CurrentWork;
import dev.latchkey.web.Shell;
import dev.latchkey.web.SignedInOperator;
import org.springframework.stereotype.Component;

/** Says on every page of an organization which request the operator works on. */
@Component
class WorkInShell implements CurrentWork {
    private final Focuses focuses;

    WorkInShell(Focuses focuses) {
        this.focuses = focuses;
    }

    @Override
    public Shell.Work of(SignedInOperator operator, OrganizationId organization) {
        return focuses.of(operator.id(), organization)
                .map(focus ->
                        new Shell.Work(focus.subject(), Paths.operator(organization, focus.id())))
                .orElseGet(() -> new Shell.Work(null, Paths.operator(organization)));
    }
}
