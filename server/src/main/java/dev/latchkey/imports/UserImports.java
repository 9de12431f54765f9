package dev.latchkey.imports;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.directory.NewUsers;
import dev.latchkey.shared.HeavyWork;
import dev.latchkey.shared.Large;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.SeenError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Imports of users from a file. It is kept between the preview and the import; then the good lines are imported in one
 * transaction, as they are good at that time, and the others are listed. One of more lines is of {@link LargeImports}.
 */
@Component
class UserImports {
    private final ImportStore store;
    private final LargeImports large;
    private final ImportPlanner planner;
    private final NewUsers newUsers;
    private final HeavyWork heavy;
    private final TransactionTemplate transaction;
    private final Audit audit;

    UserImports(
            ImportStore store,
            LargeImports large,
            ImportPlanner planner,
            NewUsers newUsers,
            HeavyWork heavy,
            TransactionTemplate transaction,
            Audit audit) {
        this.store = store;
        this.large = large;
        this.planner = planner;
        this.newUsers = newUsers;
        this.heavy = heavy;
        this.transaction = transaction;
        this.audit = audit;
    }

    /** Where an import stands. */
    sealed interface State {
        /** No user is stored yet; this is what would happen now. */
        record Waiting(ImportPlan plan) implements State {}

        record Done(ImportStore.Outcome outcome) implements State {}

        /** One that a job carries out; its own state says more. */
        record Large(LargeImport now) implements State {}
    }

    /** Reads the file and keeps it; one that can't be read is not kept. */
    @Large
    Result<ImportStore.Key> upload(
            OperatorId operator, OrganizationId organization, ImportFile file) {
        return switch (read(file)) {
            case Result.Ok<Sheet> readable -> Result.ok(store.keep(operator, organization, file));
            case Result.Refused<Sheet>(List<Problem> problems) ->
                    problems.getFirst().code() == ImportError.TOO_MANY_LINES
                            ? large(operator, organization, file)
                            : new Result.Refused<>(problems);
        };
    }

    private Result<ImportStore.Key> large(
            OperatorId operator, OrganizationId organization, ImportFile file) {
        try {
            return large.keep(
                    operator,
                    organization,
                    new ByteArrayInputStream(file.content()),
                    file.encoding());
        } catch (IOException e) {
            throw new UncheckedIOException("what is in memory can be read", e);
        }
    }

    /** Fifty thousand lines are work for a processor, which takes its turn. */
    private Result<Sheet> read(ImportFile file) {
        return heavy.compute(() -> SheetReader.read(file));
    }

    @Large
    Optional<State> state(ImportStore.Key key) {
        return store.find(key)
                .map(kept -> state(key, kept))
                .or(() -> large.find(key).map(State.Large::new));
    }

    private State state(ImportStore.Key key, ImportStore.Kept kept) {
        ImportStore.Outcome outcome = kept.outcome();
        return outcome == null
                ? new State.Waiting(planner.plan(key.organization(), sheet(kept)))
                : new State.Done(outcome);
    }

    private Sheet sheet(ImportStore.Kept kept) {
        ImportFile content = kept.content();
        if (content != null && read(content) instanceof Result.Ok<Sheet>(Sheet sheet)) {
            return sheet;
        }
        throw new IllegalStateException("a file that is kept was readable when it came");
    }

    /**
     * Does it, once: an import that is done stays as it went. Nothing where there is none; refused where it would make
     * other users than the page said.
     *
     * @param seen what the page showed
     */
    @Large
    Optional<Result<ImportStore.Key>> carryOut(Caller caller, ImportStore.Key key, String seen) {
        Optional<ImportStore.Kept> kept = store.find(key);
        if (kept.isEmpty() || kept.get().outcome() != null) {
            return kept.map(done -> Result.ok(key));
        }
        Sheet sheet = sheet(kept.get());
        return Objects.requireNonNull(
                transaction.execute(status ->
                        store.lock(key)
                                .map(now ->
                                        now.outcome() == null
                                                ? carryOut(caller, key, sheet, seen)
                                                : Result.ok(key))));
    }

    /** What the import would do, as its page shows it. */
    static Seen seen(ImportPlan plan) {
        return Seen.of(plan.newcomers(), plan.present().size(), plan.refused().size());
    }

    private Result<ImportStore.Key> carryOut(
            Caller caller, ImportStore.Key key, Sheet sheet, String seen) {
        newUsers.hold(planner.keys(sheet));
        ImportPlan plan = planner.plan(key.organization(), sheet);
        if (!seen(plan).is(seen)) {
            return Result.refused(SeenError.CHANGED, "");
        }
        newUsers.insert(caller, key.id(), plan.users());
        ImportStore.Outcome outcome =
                new ImportStore.Outcome(
                        plan.newcomers().size(),
                        plan.present().size(),
                        plan.refused().size(),
                        RefusedLines.csv(plan.refused()));
        store.done(key, outcome);
        audit.record(
                caller,
                ImportAction.IMPORTED,
                Subject.of(caller.organization()),
                Map.of(
                        "import", key.id().toString(),
                        "created", outcome.created(),
                        "admins", plan.admins(),
                        "alreadyThere", outcome.alreadyThere(),
                        "refused", outcome.refused()));
        return Result.ok(key);
    }

    /** Throws a file away that was not imported; who did is recorded, since it holds people's addresses. */
    @Transactional
    public void forget(Caller caller, ImportStore.Key key) {
        if (store.forget(key)) {
            audit.record(
                    caller.actor(),
                    caller.organization(),
                    ImportAction.DISCARDED,
                    null,
                    null,
                    Map.of());
        }
    }
}
