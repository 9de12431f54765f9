package dev.latchkey.demo;

import dev.latchkey.directory.User;
import dev.latchkey.shared.CohortId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** That the users of a list were told when they switch, all but one, whom the admin has told in another way. */
@Component
@Profile("demo")
class SampleAnnouncement {
    private static final Duration UNTIL_THE_SWITCH = Duration.ofDays(5);
    private static final String TEXT =
            """
            Hello {name},

            from {date} you sign in through {organization}'s own sign-in page. Your password here no longer works \
            from then on.

            You can try the new way now: {link}

            Questions? {help}
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    SampleAnnouncement(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void tell(CohortId cohort, User admin) {
        Instant now = clock.instant();
        Timestamp day =
                Timestamp.from(
                        now.truncatedTo(ChronoUnit.DAYS)
                                .plus(UNTIL_THE_SWITCH)
                                .plus(Duration.ofHours(9)));
        Timestamp sent = Timestamp.from(now.minus(Duration.ofDays(2)));
        jdbc.sql("update cohort set switch_at = ? where organization_id = ? and id = ?")
                .params(day, admin.organization().value(), cohort.value())
                .update();
        jdbc.sql(
                        """
                        insert into announcement (organization_id, cohort_id, subject, vendor_text, customer_text, help,
                            switch_at, zone, version, changed_at, changed_by, state, revision, run, started_at,
                            started_by)
                        values (:org, :cohort, 'Your sign-in changes on {date}', :text, '', :help, :day, 'UTC', 1, :at,
                            :operator, 'TOLD', 1, 1, :at, :operator)
                        """)
                .param("org", admin.organization().value())
                .param("cohort", cohort.value())
                .param("text", TEXT)
                .param("help", "Ask Ada Lindqvist in IT.")
                .param("day", day)
                .param("at", sent)
                .param("operator", SampleLogin.OPERATOR_NAME)
                .update();
        mails(cohort, admin, day, sent);
    }

    private void mails(CohortId cohort, User admin, Timestamp day, Timestamp sent) {
        jdbc.sql(
                        """
                        insert into announcement_mail (organization_id, cohort_id, user_id, revision, email, email_key,
                            switch_at, state, due_at, tries, settled_at, problem, acknowledged_at, acknowledged_by)
                        select organization_id, cohort_id, user_id, 1, email, email_key, :day::timestamptz,
                            case when refused then 'REFUSED' else 'SENT' end, :at::timestamptz, 1, :at::timestamptz,
                            case when refused then '550 5.1.1 no such mailbox' end,
                            case when refused then :at::timestamptz end, case when refused then :admin end
                        from (select *, email = :unreached as refused from cohort_user
                              where organization_id = :org and cohort_id = :cohort and decision = 'IN') listed
                        """)
                .param("org", admin.organization().value())
                .param("cohort", cohort.value())
                .param("day", day)
                .param("at", sent)
                .param("admin", admin.email())
                .param("unreached", SamplePeople.UNREACHED + "@" + Tenant.ACME.slug() + ".example")
                .update();
    }
}
