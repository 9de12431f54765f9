package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.shared.HeavyWork;
import dev.latchkey.shared.Large;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Imports of users from a file. It is kept between the preview and the import; then the good lines are imported in one
 * transaction, as they are good at that time, and the others are listed.
 */
@Component
class UserImports {
    private final ImportStore store;
    private final ImportPlanner planner;
    private final NewUsers newUsers;
    private final EmailLocks locks;
    private final HeavyWork heavy;
    private final TransactionTemplate transaction;
    private final Audit audit;

    UserImports(
            ImportStore store,
            ImportPlanner planner,
            NewUsers newUsers,
            EmailLocks locks,
            HeavyWork heavy,
            TransactionTemplate transaction,
            Audit audit) {
        this.store = store;
        this.planner = planner;
        this.newUsers = newUsers;
        this.locks = locks;
        this.heavy = heavy;
        this.transaction = transaction;
        this.audit = audit;
    }

    /** Where an import stands. */
    sealed interface State {
        /** No user is stored yet; this is what would happen now. */
        record Waiting(ImportPlan plan) implements State {}

        record Done(ImportStore.Outcome outcome) implements State {}
    }

    /** Reads the file and keeps it; one that can't be read is not kept. */
    @Large
    Result<ImportStore.Key> upload(OperatorId operator, OrganizationId organization, byte[] file) {
        return switch (read(file)) {
            case Result.Ok<Sheet> readable -> Result.ok(store.keep(operator, organization, file));
            case Result.Refused<Sheet>(List<Problem> problems) -> new Result.Refused<>(problems);
        };
    }

    /** Fifty thousand lines are work for a processor, which takes its turn. */
    private Result<Sheet> read(byte[] file) {
        return heavy.compute(() -> readNow(file));
    }

    private static Result<Sheet> readNow(byte[] file) {
        return switch (CsvText.of(file)) {
            case Result.Ok<String>(String text) -> SheetReader.read(text);
            case Result.Refused<String>(List<Problem> problems) -> new Result.Refused<>(problems);
        };
    }

    @Large
    Optional<State> state(ImportStore.Key key) {
        return store.find(key).map(kept -> state(key, kept));
    }

    private State state(ImportStore.Key key, ImportStore.Kept kept) {
        ImportStore.Outcome outcome = kept.outcome();
        return outcome == null
                ? new State.Waiting(planner.plan(key.organization(), sheet(kept)))
                : new State.Done(outcome);
    }

    private Sheet sheet(ImportStore.Kept kept) {
        byte[] content = kept.content();
        if (content != null && read(content) instanceof Result.Ok<Sheet>(Sheet sheet)) {
            return sheet;
        }
        throw new IllegalStateException("a file that is kept was readable when it came");
    }

    /** Does it, once: an import that is done stays as it went. False where there is none. */
    @Large
    boolean carryOut(Actor actor, ImportStore.Key key) {
        Optional<Sheet> waiting =
                store.find(key).filter(each -> each.outcome() == null).map(this::sheet);
        return waiting.isEmpty()
                ? store.find(key).isPresent()
                : Objects.requireNonNull(
                        transaction.execute(status -> carryOutOnce(actor, key, waiting.get())));
    }

    private boolean carryOutOnce(Actor actor, ImportStore.Key key, Sheet sheet) {
        Optional<ImportStore.Kept> kept = store.lock(key);
        kept.filter(each -> each.outcome() == null).ifPresent(each -> carryOut(actor, key, sheet));
        return kept.isPresent();
    }

    private void carryOut(Actor actor, ImportStore.Key key, Sheet sheet) {
        locks.takeAll(planner.keys(sheet));
        ImportPlan plan = planner.plan(key.organization(), sheet);
        newUsers.insert(actor, key.organization(), key.id(), plan.newcomers());
        ImportStore.Outcome outcome =
                new ImportStore.Outcome(
                        plan.newcomers().size(),
                        plan.present().size(),
                        plan.refused().size(),
                        RefusedLines.csv(plan.refused()));
        store.done(key, outcome);
        audit.record(
                actor,
                key.organization(),
                "users.imported",
                "organization",
                key.organization().toString(),
                Map.of(
                        "import", key.id().toString(),
                        "created", outcome.created(),
                        "admins",
                                plan.newcomers().stream()
                                        .filter(ImportPlan.Newcomer::admin)
                                        .count(),
                        "alreadyThere", outcome.alreadyThere(),
                        "refused", outcome.refused()));
    }

    /** Throws a file away that was not imported; who did is recorded, since it holds people's addresses. */
    @Transactional
    public void forget(Actor actor, ImportStore.Key key) {
        if (store.forget(key)) {
            audit.record(actor, key.organization(), "users.import_discarded", null, null, Map.of());
        }
    }
}
