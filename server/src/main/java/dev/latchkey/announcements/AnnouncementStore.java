package dev.latchkey.announcements;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps the announcements. */
@Repository
class AnnouncementStore {
    private final JdbcClient jdbc;

    AnnouncementStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** That of the list, or the usual one where nobody has written any. */
    Announcement of(Cohort cohort) {
        return find(cohort.organization(), cohort.id())
                .orElseGet(() -> Announcement.untouched(cohort.organization(), cohort.id()));
    }

    Optional<Announcement> find(OrganizationId organization, CohortId cohort) {
        return read("", organization, cohort);
    }

    /** As {@link #find}; whoever else wants to change it waits until this transaction ends. */
    Optional<Announcement> lock(OrganizationId organization, CohortId cohort) {
        return read(" for update", organization, cohort);
    }

    private Optional<Announcement> read(String lock, OrganizationId organization, CohortId cohort) {
        return jdbc.sql(
                        "select * from announcement where organization_id = ? and cohort_id = ?"
                                + lock)
                .params(organization.value(), cohort.value())
                .query(
                        Asked.key("organization_id", organization)
                                .and("cohort_id", cohort)
                                .answers(AnnouncementStore::read))
                .optional();
    }

    /** False when the stored version is another one. */
    boolean save(Cohort cohort, int version, Wording wording, String by, Instant now) {
        return jdbc.sql(
                                """
                                insert into announcement as a (organization_id, cohort_id, subject, vendor_text,
                                    customer_text, help, switch_at, zone, version, changed_at, changed_by)
                                select :org, :cohort, :subject, :vendor, :customer, :help, :at::timestamptz, :zone, 1, :now::timestamptz, :by
                                where :version = 0 or exists (select 1 from announcement
                                    where organization_id = :org and cohort_id = :cohort)
                                on conflict (organization_id, cohort_id) do update set subject = excluded.subject,
                                    vendor_text = excluded.vendor_text, customer_text = excluded.customer_text,
                                    help = excluded.help, switch_at = excluded.switch_at, zone = excluded.zone,
                                    version = a.version + 1, changed_at = excluded.changed_at,
                                    changed_by = excluded.changed_by
                                where a.version = :version
                                """)
                        .param("org", cohort.organization().value())
                        .param("cohort", cohort.id().value())
                        .param("version", version)
                        .param("subject", wording.subject())
                        .param("vendor", wording.vendor())
                        .param("customer", wording.customer())
                        .param("help", wording.help())
                        .param(
                                "at",
                                wording.switchAt() == null
                                        ? null
                                        : Timestamp.from(wording.switchAt()))
                        .param("zone", wording.zone())
                        .param("now", Timestamp.from(now))
                        .param("by", by)
                        .update()
                > 0;
    }

    /** Begins another run, and returns its number. */
    int begin(Cohort cohort, int revision, String by, Instant now) {
        return jdbc.sql(
                        """
                        update announcement set state = 'SENDING', revision = ?, run = run + 1, failures = 0,
                            last_error = null, started_at = ?, started_by = ?
                        where organization_id = ? and cohort_id = ? returning run
                        """)
                .params(
                        revision,
                        Timestamp.from(now),
                        by,
                        cohort.organization().value(),
                        cohort.id().value())
                .query(Integer.class)
                .single();
    }

    /** Ends the run that is under way, if it is this one. */
    boolean end(Announcement running, Announcement.State next, @Nullable String why) {
        return jdbc.sql(
                                """
                                update announcement set state = :state, last_error = coalesce(:why, last_error)
                                where organization_id = :org and cohort_id = :cohort and run = :run
                                  and state in ('SENDING', 'WAITING')
                                """)
                        .param("state", next.name())
                        .param("why", why)
                        .param("org", running.organization().value())
                        .param("cohort", running.cohort().value())
                        .param("run", running.run())
                        .update()
                > 0;
    }

    /** Notes how it goes with the mail server; null when it goes well. */
    void note(Announcement running, int failures, @Nullable String error) {
        jdbc.sql(
                        """
                        update announcement set failures = :failures, last_error = :error
                        where organization_id = :org and cohort_id = :cohort and run = :run and state = 'SENDING'
                        """)
                .param("failures", failures)
                .param("error", error)
                .param("org", running.organization().value())
                .param("cohort", running.cohort().value())
                .param("run", running.run())
                .update();
    }

    private static Announcement read(ResultSet row, int number) throws SQLException {
        return new Announcement(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new CohortId(row.getObject("cohort_id", UUID.class)),
                new Wording(
                        row.getString("subject"),
                        row.getString("vendor_text"),
                        row.getString("customer_text"),
                        row.getString("help"),
                        instant(row.getTimestamp("switch_at")),
                        row.getString("zone")),
                row.getInt("version"),
                instant(row.getTimestamp("changed_at")),
                row.getString("changed_by"),
                Announcement.State.valueOf(row.getString("state")),
                row.getObject("revision", Integer.class),
                row.getInt("run"),
                row.getInt("failures"),
                row.getString("last_error"),
                instant(row.getTimestamp("started_at")),
                row.getString("started_by"));
    }

    static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
