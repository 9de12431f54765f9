package dev.latchkey.support;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
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
    Result<SupportRequest> ask(Caller caller, SupportRequestId id, String text) {
        return write(caller, id, text, State.WAITING_FOR_SUPPORT);
    }

    /** An operator writes, and says what follows. */
    @Transactional
    Result<SupportRequest> answer(Caller caller, SupportRequestId id, String text, State next) {
        return write(caller, id, text, next);
    }

    private Result<SupportRequest> write(
            Caller caller, SupportRequestId id, String typed, State next) {
        Optional<SupportRequest> found = store.lock(caller.organization(), id);
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
        UUID message = history.message(caller.actor(), request, text.get());
        record(caller, request, SupportAction.MESSAGE_WRITTEN, Map.of());
        notices.announce(caller.actor(), request, message);
        store.setState(request, next, !caller.admin(), clock.instant());
        return next == request.state()
                ? Result.ok(store.find(caller.organization(), id).orElseThrow())
                : changed(caller, request, next);
    }

    /** For operators only: no record of the organization's own log tells of it. */
    @Transactional
    Result<SupportRequest> note(Caller caller, SupportRequestId id, String typed) {
        Optional<SupportRequest> found = store.find(caller.organization(), id);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        Optional<String> text = Texts.text(typed);
        if (text.isEmpty()) {
            return Result.refused(SupportError.TEXT_UNUSABLE, "");
        }
        history.note(caller.actor(), found.get(), text.get());
        audit.record(
                caller.actor(),
                null,
                SupportAction.NOTE_WRITTEN,
                "request",
                id.toString(),
                Map.of());
        return Result.ok(found.get());
    }

    @Transactional
    Result<SupportRequest> move(Caller caller, SupportRequestId id, State next) {
        Optional<SupportRequest> found = store.lock(caller.organization(), id);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        SupportRequest request = found.get();
        if (!request.state().leadsTo(next)) {
            return Result.refused(SupportError.STATE_UNREACHABLE, "");
        }
        store.setState(request, next, true, clock.instant());
        return changed(caller, request, next);
    }

    private Result<SupportRequest> changed(Caller caller, SupportRequest before, State next) {
        history.event(caller.actor(), before, sentence(before.state(), next));
        record(
                caller,
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
            Caller caller, SupportRequest request, AuditAction action, Map<String, ?> detail) {
        audit.record(caller, action, Subject.of(request.id()), detail);
    }
}
