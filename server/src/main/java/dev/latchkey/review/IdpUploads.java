package dev.latchkey.review;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.door.Door;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.turns.Large;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes the IdP's list from an upload to a list that counts. Between the two a person confirms its columns. */
@Component
class IdpUploads {
    static final long MOST_BYTES = 1024L * 1024 * 1024;
    private static final int LONGEST_NAME = 100;

    /** A file of this size is read while the browser waits. */
    private static final long AT_ONCE = 8L * 1024 * 1024;

    private final IdpLists lists;
    private final FileParts parts;
    private final SchedulerClient scheduler;
    private final Door door;
    private final Audit audit;
    private final Clock clock;

    IdpUploads(
            IdpLists lists,
            FileParts parts,
            SchedulerClient scheduler,
            Door door,
            Audit audit,
            Clock clock) {
        this.lists = lists;
        this.parts = parts;
        this.scheduler = scheduler;
        this.door = door;
        this.audit = audit;
        this.clock = clock;
    }

    /** Keeps a file until its columns are confirmed; one that can't be a list is refused. */
    @Large
    @Transactional(rollbackFor = IOException.class)
    public Result<IdpList> keep(
            Caller caller,
            Cohort cohort,
            String fileName,
            InputStream file,
            Optional<CsvEncoding> encoding)
            throws IOException {
        // Reading it takes as long as it takes: nobody waits for it behind the organization's lock.
        Optional<Problem> problem = door.problem(caller, ReviewPermission.UPLOAD_LIST);
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        byte[] buffer = new byte[FileHead.BYTES];
        int count = file.readNBytes(buffer, 0, buffer.length);
        byte[] head = Arrays.copyOf(buffer, count);
        return switch (FileHead.of(head, count < buffer.length, encoding)) {
            case Result.Ok<FileHead>(FileHead read) ->
                    keep(caller.actor(), cohort, fileName, head, read, file);
            case Result.Refused<FileHead>(List<Problem> problems) -> new Result.Refused<>(problems);
        };
    }

    private Result<IdpList> keep(
            Actor actor,
            Cohort cohort,
            String fileName,
            byte[] head,
            FileHead read,
            InputStream file)
            throws IOException {
        lists.discard(cohort.organization(), cohort.connection());
        UUID id =
                lists.begin(
                        cohort.organization(),
                        cohort.connection(),
                        plain(fileName),
                        read,
                        Source.of(read.lines().getFirst()).orElse(null),
                        actor.name());
        long bytes = parts.keep(cohort.organization(), id, head, file, MOST_BYTES);
        if (bytes < 0) {
            lists.discard(cohort.organization(), cohort.connection());
            return Result.refused(ReviewError.FILE_TOO_LARGE, "more than 1 GiB");
        }
        lists.sized(cohort.organization(), id, bytes);
        lists.keepOnly(cohort.organization(), cohort.connection(), id);
        audit.record(
                actor,
                cohort.organization(),
                ReviewAction.IDP_LIST_UPLOADED,
                "connection",
                cohort.connection().toString(),
                Map.of("file", plain(fileName), "bytes", bytes));
        return Result.ok(lists.find(cohort.organization(), id).orElseThrow());
    }

    /** A browser may send a whole path; what is shown is its last part, without what a page can't show. */
    private static String plain(String fileName) {
        String last =
                fileName.substring(
                        Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String visible = last.replaceAll("[\\p{C}]", "").strip();
        String named = visible.isEmpty() ? "upload.csv" : visible;
        return named.length() > LONGEST_NAME ? named.substring(0, LONGEST_NAME) : named;
    }

    /** The first lines of a file that waits. */
    List<List<String>> preview(IdpList list) {
        try {
            return FileHead.lines(parts.head(list.organization(), list.id()), list.format());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Columns suggested(IdpList list, List<List<String>> lines) {
        Source source = list.source();
        Columns confirmed = list.columns();
        if (confirmed != null) {
            return confirmed;
        }
        return source == null ? Columns.guess(lines) : source.columns(lines.getFirst());
    }

    /** Says what the columns mean; the list is to be read now. Whoever reads a list holds its row, and takes the lock after. */
    @Transactional
    public Result<IdpList> confirm(Caller caller, Cohort cohort, IdpList given, Columns columns) {
        return Result.of(
                door.problem(caller, ReviewPermission.UPLOAD_LIST),
                () -> confirmed(cohort, given, columns));
    }

    private Result<IdpList> confirmed(Cohort cohort, IdpList given, Columns columns) {
        IdpList list = lists.lock(cohort.organization(), given.id()).orElse(null);
        if (list == null || list.state() != IdpList.State.UPLOADED) {
            return Result.refused(ReviewError.UPLOAD_GONE, "");
        }
        if (columns.address() < 0) {
            return Result.refused(ReviewError.ADDRESS_COLUMN_MISSING, "");
        }
        lists.reading(cohort.organization(), list.id(), columns);
        return Result.ok(lists.find(cohort.organization(), list.id()).orElseThrow());
    }

    static boolean atOnce(IdpList list) {
        return list.bytes() <= AT_ONCE;
    }

    /** Has a large list read in the background. */
    void later(Actor actor, Cohort cohort, IdpList list) {
        scheduler.scheduleIfNotExists(
                ReadingJob.TASK
                        .instance(list.id().toString())
                        .data(
                                new ReadingJob.Order(
                                        cohort.organization().toString(),
                                        cohort.id().toString(),
                                        actor.kind().name(),
                                        actor.id() == null ? "" : actor.id(),
                                        actor.name()))
                        .scheduledTo(clock.instant()));
    }

    @Transactional
    public Result<Boolean> discard(Caller caller, Cohort cohort) {
        return Result.of(
                door.problem(caller, ReviewPermission.UPLOAD_LIST),
                () ->
                        Result.ok(
                                recorded(
                                        caller,
                                        cohort,
                                        lists.discard(cohort.organization(), cohort.connection()),
                                        ReviewAction.IDP_LIST_DISCARDED)));
    }

    /** The list no longer counts. */
    @Transactional
    public Result<Boolean> remove(Caller caller, Cohort cohort) {
        return Result.of(
                door.problem(caller, ReviewPermission.UPLOAD_LIST),
                () ->
                        Result.ok(
                                recorded(
                                        caller,
                                        cohort,
                                        lists.remove(cohort.organization(), cohort.connection()),
                                        ReviewAction.IDP_LIST_REMOVED)));
    }

    private boolean recorded(Caller caller, Cohort cohort, boolean done, ReviewAction action) {
        if (done) {
            audit.record(
                    caller,
                    action,
                    new Subject("connection", cohort.connection().toString()),
                    Map.of());
        }
        return done;
    }
}
