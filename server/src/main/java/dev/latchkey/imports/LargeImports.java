package dev.latchkey.imports;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditContext;
import dev.latchkey.audit.Caller;
import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.csv.CsvException;
import dev.latchkey.csv.CsvFormat;
import dev.latchkey.database.BareConnections;
import dev.latchkey.directory.DirectoryError;
import dev.latchkey.directory.NewUsers;
import dev.latchkey.shared.Large;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.SeenError;
import dev.latchkey.shared.Sid;
import dev.latchkey.web.SafeCsv;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Imports of more users than one transaction should make. The file is read line by line into the database; a job then
 * says of each line what it would do, and, after a person has confirmed it, makes the users. Both go batch by batch, each
 * a transaction that also moves on the place from which a job goes on, whoever it is and whatever became of the one
 * before. A line that its page did not count as a new user makes none.
 */
@Component
class LargeImports {
    static final long MOST_BYTES = 256L * 1024 * 1024;
    static final int MOST_LINES = 1_000_000;

    /** Anybody who wants one of their addresses waits for at most this many. */
    private static final int LINES_OF_BATCH = 2_000;

    private final LargeImportStore store;
    private final ImportLines lines;
    private final ImportPlanner planner;
    private final ImportEnd end;
    private final NewUsers newUsers;
    private final BareConnections database;
    private final TransactionTemplate transaction;
    private final SchedulerClient scheduler;
    private final Audit audit;
    private final Clock clock;
    private final int linesOfBatch;

    @Autowired
    LargeImports(
            LargeImportStore store,
            ImportLines lines,
            ImportPlanner planner,
            ImportEnd end,
            NewUsers newUsers,
            BareConnections database,
            TransactionTemplate transaction,
            SchedulerClient scheduler,
            Audit audit,
            Clock clock) {
        this(
                store,
                lines,
                planner,
                end,
                newUsers,
                database,
                transaction,
                scheduler,
                audit,
                clock,
                LINES_OF_BATCH);
    }

    LargeImports(
            LargeImportStore store,
            ImportLines lines,
            ImportPlanner planner,
            ImportEnd end,
            NewUsers newUsers,
            BareConnections database,
            TransactionTemplate transaction,
            SchedulerClient scheduler,
            Audit audit,
            Clock clock,
            int linesOfBatch) {
        this.store = store;
        this.lines = lines;
        this.planner = planner;
        this.end = end;
        this.newUsers = newUsers;
        this.database = database;
        this.transaction = transaction;
        this.scheduler = scheduler;
        this.audit = audit;
        this.clock = clock;
        this.linesOfBatch = linesOfBatch;
    }

    /** Reads a file and keeps its lines; one that can't be read is not kept. Its lines are judged by a job. */
    @Large
    Result<ImportStore.Key> keep(
            OperatorId operator,
            OrganizationId organization,
            InputStream file,
            Optional<CsvEncoding> encoding)
            throws IOException {
        byte[] head = file.readNBytes(CsvFormat.HEAD);
        CsvFormat format;
        try {
            format = CsvFormat.of(head, encoding);
        } catch (CsvException e) {
            return Result.refused(ImportError.of(e.fault()), e.detail());
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), file);
        ImportStore.Key key = new ImportStore.Key(organization, Sid.newUuid(), operator);
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    Result<ImportStore.Key> kept = keep(key, format, whole);
                    if (kept instanceof Result.Refused<ImportStore.Key>) {
                        status.setRollbackOnly();
                    }
                    return kept;
                }));
    }

    private Result<ImportStore.Key> keep(ImportStore.Key key, CsvFormat format, InputStream file) {
        try {
            return switch (new LineLoader(database, key, MOST_LINES, linesOfBatch)
                    .load(format, file)) {
                case Result.Ok<LineLoader.Loaded>(LineLoader.Loaded loaded) -> {
                    store.begin(key, loaded);
                    LargeImportJob.schedule(
                            scheduler, key, LargeImportJob.Work.JUDGE, clock.instant());
                    yield Result.ok(key);
                }
                case Result.Refused<LineLoader.Loaded>(List<Problem> problems) ->
                        new Result.Refused<>(problems);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<LargeImport> find(ImportStore.Key key) {
        return store.find(key);
    }

    /** An operator's own, by which they find back to one after leaving its page. */
    List<LargeImport> of(OperatorId operator, OrganizationId organization) {
        return store.of(operator, organization);
    }

    ImportPreview preview(LargeImport ready) {
        LineRules rules = planner.rules(ready.key().organization());
        return new ImportPreview(
                true,
                ready.foreseen().newcomers(),
                ready.foreseen().present(),
                ready.foreseen().refused(),
                ready.ignored(),
                lines.firstNewcomers(ready, rules),
                lines.firstDifferent(ready),
                lines.firstRefused(ready));
    }

    /** The first lines that made nobody though the page said so, with what stood in the way. */
    List<ImportPlan.Refused> leftOut(LargeImport ended) {
        return lines.firstLeftOut(ended);
    }

    /** All lines that make or made nobody, in their order; a batch of them is in memory. */
    void refused(LargeImport of, SafeCsv csv) throws IOException {
        RefusedLines.head(csv);
        for (int batch = 0; batch < of.batches(); batch++) {
            for (ImportPlan.Refused each : lines.refused(of, batch)) {
                RefusedLines.line(csv, each);
            }
        }
    }

    /** What the import would do, as its page shows it. */
    static Seen seen(LargeImport ready) {
        return Seen.of(ready.key().id(), ready.state(), ready.foreseen());
    }

    /**
     * Has it carried out, once. Nothing where there is none; refused where the page was of something else.
     *
     * @param seen what the page showed
     * @param address of the network from which it is confirmed
     */
    @Transactional
    public Optional<Result<ImportStore.Key>> confirm(
            Caller caller, ImportStore.Key key, String seen, String address) {
        // A second click does not wait for the batch in hand: only what is READY is begun, and only
        // under its lock.
        Optional<LargeImport> now = store.find(key);
        return (now.filter(LargeImport::ready).isPresent() ? store.lock(key) : now)
                .map(found -> answer(caller, found, seen, address));
    }

    private Result<ImportStore.Key> answer(
            Caller caller, LargeImport now, String seen, String address) {
        return switch (now.state()) {
            case RUNNING, STOPPED, DONE -> Result.ok(now.key());
            case JUDGING -> Result.refused(SeenError.CHANGED, "");
            case READY ->
                    seen(now).is(seen)
                            ? begin(caller, now.key(), address)
                            : Result.refused(SeenError.CHANGED, "");
        };
    }

    private Result<ImportStore.Key> begin(Caller caller, ImportStore.Key key, String address) {
        store.confirmed(
                key,
                new LargeImportStore.Confirmed(
                        caller.actor().name(),
                        AuditContext.request().map(Object::toString).orElse(""),
                        address));
        LargeImportJob.schedule(scheduler, key, LargeImportJob.Work.CARRY_OUT, clock.instant());
        return Result.ok(key);
    }

    /** Ends it where it is, when the batch is done that is in hand. What is made stays made. */
    @Large
    @Transactional
    public Optional<LargeImport> stop(Caller caller, ImportStore.Key key) {
        return store.lock(key)
                .map(now -> {
                    if (now.state() == LargeImport.State.RUNNING) {
                        end.reached(caller, now, LargeImport.State.STOPPED);
                    }
                    return now;
                });
    }

    /** Throws a file away that was not imported; who did is recorded, since it holds people's addresses. */
    @Large
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

    /** Does the next batch, and says whether there is more to do. Of several who want it, one after another does one. */
    boolean step(ImportStore.Key key) {
        return Boolean.TRUE.equals(
                transaction.execute(status ->
                        store.lock(key)
                                .filter(LargeImport::working)
                                .map(now -> now.running() ? carryOut(now) : judge(now))
                                .orElse(false)));
    }

    private boolean judge(LargeImport now) {
        int batch = now.nextBatch();
        if (batch == now.batches()) {
            store.ready(now);
            return false;
        }
        if (batch == 0) {
            lines.findRepeated(now);
        }
        Sheet sheet = lines.batch(now, batch);
        Map<Integer, Problem> repeated = lines.repeated(now, batch);
        ImportPlan plan =
                planner.plan(
                        now.key().organization(),
                        sheet,
                        line -> Optional.ofNullable(repeated.get(line.number())).stream().toList());
        say(now, batch, plan);
        store.judged(
                now,
                sheet.lines().size(),
                new LargeImport.Foreseen(
                        plan.newcomers().size(), plan.present().size(), plan.refused().size()));
        return true;
    }

    private void say(LargeImport now, int batch, ImportPlan plan) {
        lines.forgetRepeated(now, batch);
        int stillToShow = Math.max(0, ImportPreview.SHOWN - now.foreseen().newcomers());
        lines.say(
                now,
                batch,
                ImportLines.Kind.NEW,
                ImportPlan.first(plan.newcomers(), stillToShow).stream()
                        .map(each -> new ImportLines.Verdict(each.line(), ""))
                        .toList());
        lines.say(
                now,
                batch,
                ImportLines.Kind.PRESENT,
                plan.present().stream()
                        .filter(each -> each.differences().isEmpty())
                        .map(each -> new ImportLines.Verdict(each.line(), ""))
                        .toList());
        lines.say(
                now,
                batch,
                ImportLines.Kind.DIFFERENT,
                plan.different().stream()
                        .map(each ->
                                new ImportLines.Verdict(
                                        each.line(), String.join(", ", each.differences())))
                        .toList());
        say(now, batch, ImportLines.Kind.REFUSED, plan.refused());
    }

    private void say(
            LargeImport now, int batch, ImportLines.Kind kind, List<ImportPlan.Refused> refused) {
        lines.say(
                now,
                batch,
                kind,
                refused.stream()
                        .map(each ->
                                new ImportLines.Verdict(
                                        each.line().number(), LineProblems.text(each.problems())))
                        .toList());
    }

    private boolean carryOut(LargeImport now) {
        LargeImportStore.Confirmed by = store.confirmed(now);
        Caller caller =
                new Caller(
                        Caller.Kind.JOB,
                        new Actor(Actor.Kind.OPERATOR, now.key().operator().toString(), by.actor()),
                        now.key().organization());
        if (now.nextBatch() == now.batches()) {
            by.doing(() -> end.reached(caller, now, LargeImport.State.DONE));
            return false;
        }
        by.doing(() -> carryOut(now, caller, now.nextBatch()));
        return true;
    }

    private void carryOut(LargeImport now, Caller caller, int batch) {
        int all = lines.count(now, batch);
        Sheet sheet = lines.newcomers(now, batch);
        newUsers.hold(planner.keys(sheet));
        ImportPlan plan = planner.plan(now.key().organization(), sheet, line -> List.of());
        newUsers.insert(caller, now.key().id(), plan.users());
        List<ImportPlan.Refused> leftOut = leftOut(sheet, plan);
        say(now, batch, ImportLines.Kind.LEFT_OUT, leftOut);
        lines.forgetDone(now, batch);
        store.carriedOut(
                now,
                all,
                new LargeImport.Made(plan.newcomers().size(), plan.admins(), leftOut.size()));
    }

    /** Of those that were to make a user: whose address somebody has now, or whose account is gone. */
    private static List<ImportPlan.Refused> leftOut(Sheet sheet, ImportPlan plan) {
        Set<Integer> taken =
                plan.present().stream().map(ImportPlan.Present::line).collect(Collectors.toSet());
        List<ImportPlan.Refused> leftOut = new ArrayList<>(plan.refused());
        sheet.lines().stream()
                .filter(line -> taken.contains(line.number()))
                .map(line ->
                        new ImportPlan.Refused(
                                line,
                                List.of(new Problem(DirectoryError.EMAIL_TAKEN, line.email()))))
                .forEach(leftOut::add);
        return leftOut;
    }
}
