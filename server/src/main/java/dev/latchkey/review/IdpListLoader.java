package dev.latchkey.review;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.database.BareConnections;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.turns.Large;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads a list whose columns are confirmed into the database, all or nothing. */
@Component
class IdpListLoader {
    private final JdbcClient jdbc;
    private final BareConnections database;
    private final IdpLists lists;
    private final FileParts parts;
    private final Comparisons comparisons;
    private final OrganizationLock lock;
    private final Audit audit;
    private final TransactionTemplate transaction;

    IdpListLoader(
            JdbcClient jdbc,
            BareConnections database,
            IdpLists lists,
            FileParts parts,
            Comparisons comparisons,
            OrganizationLock lock,
            Audit audit,
            TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.database = database;
        this.lists = lists;
        this.parts = parts;
        this.comparisons = comparisons;
        this.lock = lock;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Reads it. A file that can't be read waits again, and the list that was there still counts. */
    @Large
    Result<IdpList> load(Actor actor, OrganizationId organization, UUID id) {
        try {
            return Objects.requireNonNull(
                    transaction.execute(status -> loadOnce(actor, organization, id)));
        } catch (Failed e) {
            IdpListReader.Refused why = e.why;
            lists.refused(organization, id, why.error(), why.detail());
            return new Result.Refused<>(List.of(new Problem(why.error(), why.detail())));
        }
    }

    private Result<IdpList> loadOnce(Actor actor, OrganizationId organization, UUID id) {
        IdpList list = lists.lock(organization, id).orElse(null);
        if (list == null || list.state() != IdpList.State.READING || list.columns() == null) {
            return Result.refused(ReviewError.UPLOAD_GONE, "");
        }
        jdbc.sql("set local work_mem = '64MB'").update();
        jdbc.sql("drop table if exists incoming").update();
        jdbc.sql(
                        """
                        create temporary table incoming (line bigint, problem text, email text, email_key text,
                            name text, active boolean) on commit drop
                        """)
                .update();
        long good = copy(list, list.columns());
        long users = keepGood(list);
        // The comparison comes at once; it is planned for as many entries as there are, not for
        // none.
        jdbc.sql("analyze idp_entry").update();
        long bad = keepBad(list, good > users);
        lock.take(organization);
        lists.taken(list, users, bad);
        comparisons.want(organization, list.connection());
        audit.record(
                actor,
                organization,
                ReviewAction.IDP_LIST_READ,
                "connection",
                list.connection().toString(),
                Map.of("file", list.fileName(), "users", users, "refusedLines", bad));
        return Result.ok(lists.find(organization, id).orElseThrow());
    }

    private long copy(IdpList list, Columns columns) {
        CopyLines lines = new CopyLines(database);
        try (InputStream file = parts.open(list.organization(), list.id())) {
            long good = new IdpListReader(list.format(), columns).read(file, lines);
            lines.end();
            return good;
        } catch (IdpListReader.Refused e) {
            throw new Failed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long keepGood(IdpList list) {
        return jdbc.sql(
                        """
                        insert into idp_entry (organization_id, list_id, email_key, email, name, active, line)
                        select distinct on (email_key) :org, :list, email_key, email, name, active, line
                        from incoming where problem is null order by email_key, line
                        """)
                .param("org", list.organization().value())
                .param("list", list.id())
                .update();
    }

    private long keepBad(IdpList list, boolean repeated) {
        long bad =
                jdbc.sql(
                                """
                                insert into idp_refused_line (organization_id, list_id, line, problem, content)
                                select :org, :list, line, problem, coalesce(name, '') from incoming
                                where problem is not null
                                """)
                        .param("org", list.organization().value())
                        .param("list", list.id())
                        .update();
        return repeated ? bad + keepRepeated(list) : bad;
    }

    private long keepRepeated(IdpList list) {
        return jdbc.sql(
                        """
                        insert into idp_refused_line (organization_id, list_id, line, problem, content)
                        select :org, :list, i.line, 'ADDRESS_REPEATED', i.email || ' (line ' || e.line || ')'
                        from incoming i
                        join idp_entry e on e.organization_id = :org and e.list_id = :list
                            and e.email_key = i.email_key and e.line <> i.line
                        where i.problem is null
                        """)
                .param("org", list.organization().value())
                .param("list", list.id())
                .update();
    }

    /** Takes the transaction back. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final IdpListReader.Refused why;

        Failed(IdpListReader.Refused why) {
            super(why);
            this.why = why;
        }
    }
}
