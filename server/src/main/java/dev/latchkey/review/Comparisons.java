package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.shared.Asked;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.TransactionLock;
import dev.latchkey.shared.UserId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps findings as new as the list of users, the IdP's list and the directory. What changes one of these only says so;
 * whoever looks next has the comparison made anew, where it could come out differently.
 */
@Component
class Comparisons {
    private final JdbcClient jdbc;
    private final IdpLists lists;
    private final FindingMaker maker;
    private final Clock clock;

    Comparisons(JdbcClient jdbc, IdpLists lists, FindingMaker maker, Clock clock) {
        this.jdbc = jdbc;
        this.lists = lists;
        this.maker = maker;
        this.clock = clock;
    }

    /** Something about the list may have changed. */
    void want(OrganizationId organization, CohortId cohort) {
        jdbc.sql(
                        """
                        insert into cohort_comparison (organization_id, cohort_id) values (?, ?)
                        on conflict (organization_id, cohort_id) do update set wanted = cohort_comparison.wanted + 1
                        """)
                .params(organization.value(), cohort.value())
                .update();
    }

    /** The IdP's list is another one. */
    void want(OrganizationId organization, ConnectionId connection) {
        jdbc.sql(
                        """
                        update cohort_comparison set wanted = wanted + 1
                        where organization_id = :org and cohort_id in (
                            select id from cohort_state where organization_id = :org and connection_id = :connection)
                        """)
                .param("org", organization.value())
                .param("connection", connection.value())
                .update();
    }

    /** The directory says something else of this user: the findings about them are made anew, where they were new. */
    @Transactional
    public void userChanged(OrganizationId organization, UserId user) {
        jdbc.sql(
                        """
                        select c.cohort_id, c.list_id from cohort_comparison c
                        join cohort_member_latest m on m.organization_id = c.organization_id and m.cohort_id = c.cohort_id
                        where c.organization_id = ? and m.user_id = ? and c.done = c.wanted
                        """)
                .params(organization.value(), user.value())
                .query((row, number) ->
                        new FindingMaker.Scope(
                                organization,
                                new CohortId(row.getObject(1, UUID.class)),
                                row.getObject(2, UUID.class),
                                user))
                .list()
                .forEach(maker::make);
    }

    /** Whether nothing has changed since the comparison was made. */
    boolean isFresh(Cohort cohort) {
        return find(cohort).filter(each -> each.done() == each.wanted()).isPresent();
    }

    /** The row of one user has another address, and the comparison was fresh before: only they are looked at. */
    @Transactional
    public void addressChanged(Cohort cohort, UserId user) {
        Comparison before = find(cohort).orElseThrow();
        FindingMaker.Scope scope =
                new FindingMaker.Scope(cohort.organization(), cohort.id(), before.list(), user);
        maker.make(scope);
        finish(cohort, before, before.list(), fingerprint(cohort));
    }

    /** The comparison as of now; made now, where it has to be. */
    @Transactional
    public Comparison fresh(Cohort cohort) {
        UUID list =
                lists.current(cohort.organization(), cohort.connection())
                        .map(IdpList::id)
                        .orElse(null);
        Optional<Comparison> found = find(cohort).filter(each -> upToDate(each, list));
        return found.orElseGet(() -> make(cohort, list));
    }

    private static boolean upToDate(Comparison each, @Nullable UUID list) {
        return each.done() == each.wanted() && Objects.equals(each.list(), list);
    }

    private Comparison make(Cohort cohort, @Nullable UUID list) {
        wait(cohort);
        jdbc.sql(
                        """
                        insert into cohort_comparison (organization_id, cohort_id) values (?, ?) on conflict do nothing
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .update();
        Comparison before = find(cohort).orElseThrow();
        if (upToDate(before, list)) {
            return before;
        }
        Comparison.Fingerprint now = fingerprint(cohort);
        if (!Objects.equals(before.list(), list) || !before.of().same(now)) {
            maker.make(new FindingMaker.Scope(cohort.organization(), cohort.id(), list, null));
        }
        if (list != null) {
            lists.used(cohort.organization(), list);
        }
        finish(cohort, before, list, now);
        return find(cohort).orElseThrow();
    }

    /** Two who look at the same time have it made once. */
    private void wait(Cohort cohort) {
        TransactionLock.take(jdbc, "comparison", cohort.id().value().toString());
    }

    private Comparison.Fingerprint fingerprint(Cohort cohort) {
        return jdbc.sql(
                        """
                        select count(*), coalesce(sum(hashtextextended(email, uuid_hash_extended(user_id, 0))), 0)
                        from cohort_member_latest where organization_id = ? and cohort_id = ?
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .query((row, number) ->
                        new Comparison.Fingerprint(row.getLong(1), row.getBigDecimal(2)))
                .single();
    }

    private void finish(
            Cohort cohort,
            Comparison before,
            @Nullable UUID list,
            Comparison.Fingerprint fingerprint) {
        FindingMaker.Sizes sizes = maker.sizes(cohort.organization(), cohort.id(), list);
        jdbc.sql(
                        """
                        update cohort_comparison set list_id = cast(:list as uuid), done = :done, compared_at = :now,
                            in_both = :both, only_in_idp = :only, users = :users, fingerprint = :fingerprint
                        where organization_id = :org and cohort_id = :cohort
                        """)
                .param("list", list)
                .param("done", before.wanted())
                .param("now", Timestamp.from(clock.instant()))
                .param("both", sizes.inBoth())
                .param("only", sizes.onlyInIdp())
                .param("users", fingerprint.users())
                .param("fingerprint", fingerprint.sum())
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .update();
    }

    Optional<Comparison> find(Cohort cohort) {
        return jdbc.sql(
                        "select * from cohort_comparison where organization_id = ? and cohort_id = ?")
                .params(cohort.organization().value(), cohort.id().value())
                .query(
                        Asked.key("organization_id", cohort.organization())
                                .and("cohort_id", cohort.id())
                                .answers(Comparisons::read))
                .optional();
    }

    private static Comparison read(ResultSet row, int number) throws SQLException {
        Timestamp at = row.getTimestamp("compared_at");
        Instant instant = at == null ? null : at.toInstant();
        BigDecimal sum = row.getBigDecimal("fingerprint");
        return new Comparison(
                row.getObject("list_id", UUID.class),
                row.getLong("wanted"),
                row.getLong("done"),
                instant,
                row.getLong("in_both"),
                row.getLong("only_in_idp"),
                new Comparison.Fingerprint(row.getLong("users"), sum));
    }
}
