package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.operators.Operator;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.support.SupportRequest.Owner;
import dev.latchkey.web.SignedInOperator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who looks after a request, and who is working on it. */
@Component
class Ownership {
    private final RequestStore store;
    private final RequestHistory history;
    private final Focuses focuses;
    private final Operators operators;
    private final Audit audit;

    Ownership(
            RequestStore store,
            RequestHistory history,
            Focuses focuses,
            Operators operators,
            Audit audit) {
        this.store = store;
        this.history = history;
        this.focuses = focuses;
        this.operators = operators;
        this.audit = audit;
    }

    /** Takes what nobody has, and works on it from now on. Of two who take it at once, one gets it. */
    @Transactional
    Result<SupportRequest> take(
            SignedInOperator operator, OrganizationId organization, SupportRequestId id) {
        Optional<SupportRequest> found = store.lock(organization, id);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        SupportRequest request = found.get();
        if (!request.open()) {
            return Result.refused(SupportError.CLOSED, "");
        }
        Owner owner = request.owner();
        if (owner != null && !owner.id().equals(operator.id())) {
            return Result.refused(SupportError.TAKEN_ALREADY, owner.name());
        }
        if (owner == null) {
            Actor actor = Actor.of(operator);
            store.setOwner(request, new Owner(operator.id(), operator.name()));
            history.event(actor, request, operator.name() + " looks after the request");
            record(actor, request, SupportAction.REQUEST_TAKEN, Map.of());
        }
        return focus(operator, organization, id);
    }

    /** Gives it to an operator, oneself included; refused where another than the one seen has it by now. */
    @Transactional
    Result<SupportRequest> hand(
            SignedInOperator by,
            OrganizationId organization,
            SupportRequestId id,
            @Nullable OperatorId seen,
            OperatorId to) {
        Optional<Owner> next = owner(by, to);
        if (next.isEmpty()) {
            return Result.refused(SupportError.OPERATOR_UNKNOWN, to.toString());
        }
        Result<SupportRequest> checked = ownedAsSeen(organization, id, seen);
        if (!(checked instanceof Result.Ok<SupportRequest>(SupportRequest request))) {
            return checked;
        }
        if (!next.get().equals(request.owner())) {
            Actor actor = Actor.of(by);
            store.setOwner(request, next.get());
            history.event(actor, request, next.get().name() + " looks after the request");
            record(actor, request, SupportAction.REQUEST_HANDED, Map.of("to", next.get().name()));
        }
        return to.equals(by.id())
                ? focus(by, organization, id)
                : Result.ok(store.find(organization, id).orElseThrow());
    }

    private Optional<Owner> owner(SignedInOperator by, OperatorId to) {
        return to.equals(by.id())
                ? Optional.of(new Owner(by.id(), by.name()))
                : operators
                        .find(to)
                        .filter(Operator::active)
                        .map(found -> new Owner(found.id(), found.name()));
    }

    /** Puts it back into the queue; for whoever looks after it. */
    @Transactional
    Result<SupportRequest> drop(
            SignedInOperator operator, OrganizationId organization, SupportRequestId id) {
        Result<SupportRequest> checked = ownedAsSeen(organization, id, operator.id());
        if (checked instanceof Result.Ok<SupportRequest>(SupportRequest request)) {
            Actor actor = Actor.of(operator);
            store.setOwner(request, null);
            history.event(actor, request, "Nobody looks after the request for now");
            record(actor, request, SupportAction.REQUEST_DROPPED, Map.of());
            focuses.end(operator.id(), request);
        }
        return checked;
    }

    private Result<SupportRequest> ownedAsSeen(
            OrganizationId organization, SupportRequestId id, @Nullable OperatorId seen) {
        Optional<SupportRequest> found = store.lock(organization, id);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        if (!found.get().open()) {
            return Result.refused(SupportError.CLOSED, "");
        }
        Owner owner = found.get().owner();
        return Objects.equals(owner == null ? null : owner.id(), seen)
                ? Result.ok(found.get())
                : Result.refused(SupportError.OWNER_CHANGED, owner == null ? "" : owner.name());
    }

    /** What the operator changes in this organization from now on hangs on this request. */
    @Transactional
    Result<SupportRequest> focus(
            SignedInOperator operator, OrganizationId organization, SupportRequestId id) {
        Optional<SupportRequest> found = store.lock(organization, id);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        if (!found.get().open()) {
            return Result.refused(SupportError.CLOSED, "");
        }
        boolean already =
                focuses.of(operator.id(), organization)
                        .filter(now -> now.id().equals(id))
                        .isPresent();
        if (!already) {
            focuses.set(operator.id(), found.get());
            record(Actor.of(operator), found.get(), SupportAction.WORK_BEGUN, Map.of());
        }
        return Result.ok(found.get());
    }

    @Transactional
    void unfocus(SignedInOperator operator, SupportRequest request) {
        if (focuses.end(operator.id(), request)) {
            record(Actor.of(operator), request, SupportAction.WORK_ENDED, Map.of());
        }
    }

    private void record(
            Actor actor, SupportRequest request, AuditAction action, Map<String, ?> detail) {
        audit.record(
                actor, request.organization(), action, "request", request.id().toString(), detail);
    }
}
