package dev.latchkey.support;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.connections.ConnectionError;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.DirectoryError;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.support.SupportRequest.Channel;
import dev.latchkey.support.SupportRequest.Kind;
import dev.latchkey.support.SupportRequest.State;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What customers ask of support, for the other modules. Every change is audited with it, or not made. */
@Component
public class Requests {
    private final RequestStore store;
    private final RequestHistory history;
    private final Focuses focuses;
    private final Directory directory;
    private final Connections connections;
    private final Audit audit;
    private final Clock clock;

    Requests(
            RequestStore store,
            RequestHistory history,
            Focuses focuses,
            Directory directory,
            Connections connections,
            Audit audit,
            Clock clock) {
        this.store = store;
        this.history = history;
        this.focuses = focuses;
        this.directory = directory;
        this.connections = connections;
        this.audit = audit;
        this.clock = clock;
    }

    /** Within one organization; another's request is not there. */
    public Optional<SupportRequest> find(OrganizationId organization, SupportRequestId id) {
        return store.find(organization, id);
    }

    /** The open request that the operator is working on in this organization. */
    public Optional<SupportRequestId> focus(OperatorId operator, OrganizationId organization) {
        return focuses.of(operator, organization).map(SupportRequest::id);
    }

    /** Opens a request; one for more SSO needs an edition that includes it (A1). */
    @Transactional
    public Result<SupportRequest> open(Caller caller, Kind kind, String subject, String text) {
        Channel channel = caller.admin() ? Channel.PORTAL : Channel.OTHER;
        return open(caller, kind, channel, subject, text);
    }

    @Transactional
    Result<SupportRequest> open(
            Caller caller, Kind kind, Channel channel, String subject, String text) {
        List<Problem> problems = problems(caller.organization(), kind, subject, text);
        if (!problems.isEmpty()) {
            return new Result.Refused<>(problems);
        }
        SupportRequest made =
                new SupportRequest(
                        caller.organization(),
                        SupportRequestId.next(),
                        kind,
                        State.WAITING_FOR_SUPPORT,
                        Texts.subject(subject).orElseThrow(),
                        channel,
                        caller.actor(),
                        null,
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        null,
                        null);
        store.insert(made);
        history.message(caller.actor(), made, Texts.text(text).orElseThrow());
        record(
                caller,
                made,
                SupportAction.REQUEST_OPENED,
                Map.of(
                        "kind", kind.name(),
                        "subject", made.subject(),
                        "channel", channel.name()));
        return Result.ok(store.find(caller.organization(), made.id()).orElseThrow());
    }

    private List<Problem> problems(
            OrganizationId organization, Kind kind, String subject, String text) {
        if (directory.organization(organization).isEmpty()) {
            return List.of(
                    new Problem(DirectoryError.ORGANIZATION_UNKNOWN, organization.toString()));
        }
        Optional<ConnectionError> refusal =
                kind.needsSso() ? connections.editionRefusal(organization) : Optional.empty();
        List<Problem> problems = new ArrayList<>();
        refusal.ifPresent(error -> problems.add(new Problem(error, null)));
        if (Texts.subject(subject).isEmpty()) {
            problems.add(new Problem(SupportError.SUBJECT_UNUSABLE, null));
        }
        if (Texts.text(text).isEmpty()) {
            problems.add(new Problem(SupportError.TEXT_UNUSABLE, null));
        }
        return problems;
    }

    /** Adds a line to the history that both sides see, such as "Rollout begun". */
    @Transactional
    public Result<SupportRequest> note(Caller caller, SupportRequestId id, String line) {
        Optional<SupportRequest> found = store.find(caller.organization(), id);
        Optional<String> text = Texts.text(line);
        if (found.isEmpty()) {
            return Result.refused(SupportError.REQUEST_UNKNOWN, id.toString());
        }
        if (text.isEmpty()) {
            return Result.refused(SupportError.TEXT_UNUSABLE, "");
        }
        history.event(caller.actor(), found.get(), text.get());
        record(caller, found.get(), SupportAction.NOTED, Map.of("line", text.get()));
        return Result.ok(found.get());
    }

    private void record(
            Caller caller, SupportRequest request, AuditAction action, Map<String, ?> detail) {
        audit.record(caller, action, Subject.of(request.id()), detail);
    }
}
