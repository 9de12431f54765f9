package dev.latchkey.support;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.support.SupportRequest.State;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What both sides write about a request, what operators note for one another, and whose turn it is. */
@Component
class Conversation {
    private final RequestStore store;
    private final RequestHistory history;
    private final Focuses focuses;
    private final RequestNotices notices;
    private final Audit audit;
    private final Clock clock;

    Conversation(
            RequestStore store,
            RequestHistory history,
            Focuses focuses,
            RequestNotices notices,
            Audit audit,
            Clock clock) {
        this.store = store;
        this.history = history;
        this.focuses = focuses;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** The customer writes; then it is support's turn. */
    @Transactional
    Result<SupportRequest> ask(
            Actor user, OrganizationId organization, SupportRequestId id, String text) {
        return write(user, organization, id, text, State.WAITING_FOR_SUPPORT);
    }

    /** An operator writes, and says what follows. */
    @Transactional
    Result<SupportRequest> answer(
            Actor operator,
            OrganizationId organization,
            SupportRequestId id,
            String text,
            State next) {
        return write(operator, organization, id, text, next);
    }

    private Result<SupportRequest> write(
            Actor author,
            OrganizationId organization,
            SupportRequestId id,
            String typed,
            State next) {
        Optional<SupportRequest> found = store.lock(organization, id);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        Optional<String> text = Texts.text(typed);
        if (text.isEmpty()) {
            return Result.refused(SupportError.TEXT_UNUSABLE, "");
        }
        SupportRequest request = found.get();
        if (!request.open()) {
            return Result.refused(SupportError.CLOSED, "");
        }
        UUID message = history.message(author, request, text.get());
        record(author, request, SupportAction.MESSAGE_WRITTEN, Map.of());
        notices.announce(author, request, message);
        store.setState(request, next, author.kind() != Actor.Kind.USER, clock.instant());
        return next == request.state()
                ? Result.ok(store.find(organization, id).orElseThrow())
                : changed(author, request, next);
    }

    /** For operators only: no record of the organization's own log tells of it. */
    @Transactional
    Result<SupportRequest> note(
            Actor operator, OrganizationId organization, SupportRequestId id, String typed) {
        Optional<SupportRequest> found = store.find(organization, id);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        Optional<String> text = Texts.text(typed);
        if (text.isEmpty()) {
            return Result.refused(SupportError.TEXT_UNUSABLE, "");
        }
        history.note(operator, found.get(), text.get());
        audit.record(
                operator, null, SupportAction.NOTE_WRITTEN, "request", id.toString(), Map.of());
        return Result.ok(found.get());
    }

    @Transactional
    Result<SupportRequest> move(
            Actor actor, OrganizationId organization, SupportRequestId id, State next) {
        Optional<SupportRequest> found = store.lock(organization, id);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        SupportRequest request = found.get();
        if (!request.state().leadsTo(next)) {
            return Result.refused(SupportError.STATE_UNREACHABLE, "");
        }
        store.setState(request, next, true, clock.instant());
        return changed(actor, request, next);
    }

    private Result<SupportRequest> changed(Actor actor, SupportRequest before, State next) {
        history.event(actor, before, sentence(before.state(), next));
        record(
                actor,
                before,
                SupportAction.STATE_CHANGED,
                Map.of("before", before.state().name(), "after", next.name()));
        if (!next.open()) {
            focuses.endAll(before);
        }
        return Result.ok(store.find(before.organization(), before.id()).orElseThrow());
    }

    private static String sentence(State before, State next) {
        return switch (next) {
            case WAITING_FOR_SUPPORT -> before.open() ? "Waits for support" : "Reopened";
            case WAITING_FOR_CUSTOMER -> "Waits for the customer";
            case DONE -> "Closed as done";
            case CANCELLED -> "Closed without being done";
        };
    }

    private void record(
            Actor actor, SupportRequest request, AuditAction action, Map<String, ?> detail) {
        audit.record(
                actor, request.organization(), action, "request", request.id().toString(), detail);
    }
}
