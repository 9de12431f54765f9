package dev.latchkey.operators;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.shared.EmailAddress;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The record of operators' passwords that were wrong. */
@Component
class OperatorRefusals {
    /** Refusals in the audit log, of an operator or of all other addresses, in a quarter of an hour. */
    private static final int RECORDED = 30;

    private final Operators operators;
    private final RateLimits limits;
    private final Audit audit;
    private final TransactionTemplate transaction;

    OperatorRefusals(
            Operators operators, RateLimits limits, Audit audit, TransactionTemplate transaction) {
        this.operators = operators;
        this.limits = limits;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Notes the refusal, of an operator's address with the address, of any other without: the record stays for ever, and
     * strangers may neither fill it nor choose what stands in it.
     */
    void note(EmailAddress address) {
        Operator known = operators.find(address).orElse(null);
        String id = known == null ? null : known.id().toString();
        if (limits.allow("operator-refused", id == null ? "unknown" : id, RECORDED)) {
            Map<String, String> detail =
                    known == null
                            ? Map.of("email", "no operator's")
                            : Map.of("email", known.email());
            transaction.executeWithoutResult(status ->
                    audit.record(
                            new Actor(Actor.Kind.SYSTEM, null, "sign-in page"),
                            null,
                            OperatorAction.SIGN_IN_REFUSED,
                            id == null ? null : "operator",
                            id,
                            detail));
        }
    }
}
