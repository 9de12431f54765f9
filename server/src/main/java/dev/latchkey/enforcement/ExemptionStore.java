package dev.latchkey.enforcement;

import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.rollout.AtApproval;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.UserId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps who is exempt from the switch of their list, and why. */
@Component
class ExemptionStore implements AtApproval {
    private static final String OTHER_ADDRESS = "Another address since the approval";

    private final JdbcClient jdbc;
    private final Clock clock;

    ExemptionStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A user who may use the password although their list has switched. */
    record Exemption(UserId user, String email, String kind, String reason, Instant at, String by) {
        /** What the page shows of it. */
        public Seen seen() {
            return Seen.of(this);
        }
    }

    /** Whoever got another address after the approval was not approved under it (requirement D7). Returns how many. */
    @Transactional(propagation = Propagation.MANDATORY)
    public long leaveOutWhoChanged(Caller caller, Cohort cohort) {
        return jdbc.sql(
                        """
                        insert into cohort_release (organization_id, cohort_id, user_id, kind, reason, released_at,
                            released_by)
                        select cu.organization_id, cu.cohort_id, cu.user_id, 'CHANGED', :why, :at, :by
                        from cohort_member_in(:org, :cohort, :revision) cu
                        join directory_user u on u.organization_id = cu.organization_id and u.id = cu.user_id
                        where cu.decision = 'IN' and u.email <> cu.email
                        on conflict do nothing
                        """)
                .param("why", OTHER_ADDRESS)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", caller.actor().name())
                .param("org", cohort.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", cohort.revision())
                .update();
    }

    /** The addresses of those of these users who are not in the approved list; the first of them. */
    List<String> strangers(Cohort cohort, Collection<UserId> users) {
        return jdbc.sql(
                        """
                        select u.email from directory_user u
                        where u.organization_id = :org and u.id = any(:users) and not exists (
                            select 1 from cohort_member_in(:org, :cohort, :revision) cu
                            where cu.user_id = u.id and cu.decision = 'IN')
                        order by u.email_key limit 5
                        """)
                .param("org", cohort.organization().value())
                .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
                .param("cohort", cohort.id().value())
                .param("revision", cohort.approvedRevision())
                .query(String.class)
                .list();
    }

    /** Exempts those of these users who are in the approved list. Returns whom. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<UserId> add(Caller caller, Cohort cohort, Collection<UserId> users, String reason) {
        return jdbc.sql(
                        """
                        insert into cohort_release (organization_id, cohort_id, user_id, kind, reason,
                            released_at, released_by)
                        select cu.organization_id, cu.cohort_id, cu.user_id, 'RELEASED', :reason, :at, :by
                        from cohort_member_in(:org, :cohort, :revision) cu
                        where cu.user_id = any(:users) and cu.decision = 'IN'
                        on conflict do nothing returning user_id
                        """)
                .param("reason", reason)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", caller.actor().name())
                .param("org", caller.organization().value())
                .param("cohort", cohort.id().value())
                .param("revision", cohort.approvedRevision())
                .param("users", users.stream().map(UserId::value).toArray(UUID[]::new))
                .query((row, number) -> new UserId(row.getObject("user_id", UUID.class)))
                .list();
    }

    /** False where there is none, or it is older than what is kept. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean end(Cohort cohort, UserId user) {
        return jdbc.sql(
                                """
                                delete from cohort_release
                                where organization_id = ? and cohort_id = ? and user_id = ? and kind <> 'CHANGED'
                                  and released_at > ?
                                """)
                        .params(
                                cohort.organization().value(),
                                cohort.id().value(),
                                user.value(),
                                Timestamp.from(clock.instant().minus(SwitchGuards.KEPT)))
                        .update()
                > 0;
    }

    /** Whoever stood back from an earlier list is approved anew; who has no SSO on request stays without. */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void approved(Cohort cohort) {
        jdbc.sql(
                        """
                        delete from cohort_release where organization_id = ? and cohort_id = ? and kind <> 'DISABLED'
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .update();
    }

    /** The last 200, the newest first. */
    List<Exemption> of(Cohort cohort) {
        return jdbc.sql(
                        """
                        select r.*, u.email from cohort_release r
                        join directory_user u on u.organization_id = r.organization_id and u.id = r.user_id
                        where r.organization_id = ? and r.cohort_id = ? order by r.released_at desc, u.email_key limit 200
                        """)
                .params(cohort.organization().value(), cohort.id().value())
                .query((row, number) ->
                        new Exemption(
                                new UserId(row.getObject("user_id", UUID.class)),
                                row.getString("email"),
                                row.getString("kind"),
                                row.getString("reason"),
                                row.getTimestamp("released_at").toInstant(),
                                row.getString("released_by")))
                .list();
    }
}
