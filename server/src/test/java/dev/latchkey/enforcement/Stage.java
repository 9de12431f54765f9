package dev.latchkey.enforcement;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortMembers;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.Lines;
import dev.latchkey.cohorts.ListEdits;
import dev.latchkey.cohorts.MembershipBuilder;
import dev.latchkey.cohorts.Rules;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.rollout.Approvals;
import dev.latchkey.rollout.CohortService;
import dev.latchkey.rollout.FactsReader;
import dev.latchkey.rollout.PilotService;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.Rollouts;
import dev.latchkey.rollout.TestConfirmation;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sets a rollout up as far as a test needs it, by the same doors that people use. */
@TestComponent
@NullUnmarked
public class Stage {
    private static final TrustedCertificate PINNED = TestIdp.rsa(2048).pinned();

    @Autowired Directory directory;
    @Autowired Connections connections;
    @Autowired Rollouts rollouts;
    @Autowired PilotService pilots;
    @Autowired TestConfirmation tests;
    @Autowired CohortService desk;
    @Autowired Cohorts cohorts;
    @Autowired CohortMembers lists;
    @Autowired Rules rules;
    @Autowired MembershipBuilder maker;
    @Autowired ListEdits edits;
    @Autowired Approvals approvals;
    @Autowired GoAheads goAheads;
    @Autowired Enforcements enforcements;
    @Autowired Exemptions exemptions;
    @Autowired DisableRequests orders;
    @Autowired Standings standings;
    @Autowired FactsReader facts;
    @Autowired WayInGuards guards;
    @Autowired Watch watch;
    @Autowired WatchDuty duty;
    @Autowired JdbcClient jdbc;

    /** A customer with an admin, two users, an operator who helps them, and both of their views. */
    public record Play(
            Organization organization,
            User admin,
            User ben,
            User luca,
            Connection connection,
            Caller customer,
            Caller operator) {
        String domain() {
            return admin.email().substring(admin.email().indexOf('@') + 1);
        }
    }

    public Play play() {
        String domain =
                "play" + Long.toString(System.nanoTime(), 36).toLowerCase(Locale.ROOT) + ".example";
        Organization organization =
                ok(directory.create(Actor.SYSTEM, "Play " + domain, Edition.ENTERPRISE));
        User admin = user(organization, "grace@" + domain, true);
        User ben = user(organization, "ben@" + domain, false);
        User luca = user(organization, "luca@" + domain, false);
        Connection connection = connection(organization, domain);
        return new Play(
                organization,
                admin,
                ben,
                luca,
                connection,
                new Caller(
                        Caller.Kind.ADMIN,
                        new Actor(Actor.Kind.USER, admin.id().toString(), admin.email()),
                        organization.id()),
                new Caller(
                        Caller.Kind.OPERATOR,
                        new Actor(Actor.Kind.OPERATOR, OperatorId.next().toString(), "Olivia"),
                        organization.id()));
    }

    User user(Organization organization, String email, boolean admin) {
        User made =
                ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(email, email.substring(0, email.indexOf('@')), admin)));
        jdbc.sql("update app_user set password_hash = '{noop}' where id = ?")
                .param(made.id().value())
                .update();
        return directory.user(organization.id(), made.id()).orElseThrow();
    }

    Connection connection(Organization organization, String domain) {
        return ok(
                connections.create(
                        Caller.system(organization.id()),
                        ConnectionDetails.usual(
                                "IdP",
                                "https://" + domain + "/idp",
                                "https://" + domain + "/sso",
                                Binding.HTTP_REDIRECT,
                                List.of(PINNED))));
    }

    /** A rollout whose test both sides have confirmed, with the admin as the pilot. */
    public Rollout tested(Play play) {
        Rollout rollout = ok(rollouts.begin(play.operator(), play.organization()));
        rollout = ok(rollouts.lead(play.operator(), rollout, play.connection().id()));
        ok(tests.configured(play.customer(), rollout));
        ok(pilots.nominate(play.customer(), rollout, play.admin().email()));
        pilots.enable(play.operator(), rollout);
        signsIn(play, play.admin().id());
        ok(tests.tested(play.customer(), rollout));
        ok(tests.tested(play.operator(), rollout));
        return rollout;
    }

    /** As the ACS notes it. */
    void signsIn(Play play, UserId user) {
        jdbc.sql(
                        """
                        insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
                        values (?, ?, ?, clock_timestamp(), clock_timestamp())
                        on conflict (organization_id, user_id, connection_id) do update set last_at = clock_timestamp()
                        """)
                .params(
                        play.organization().id().value(),
                        user.value(),
                        play.connection().id().value())
                .update();
    }

    /** A list of everybody of the play's domain, made and not yet approved. */
    public Cohort listed(Play play, Rollout rollout) {
        Cohort cohort = ok(desk.begin(play.operator(), rollout, "Everybody"));
        rules.domains(play.operator(), cohort, Lines.of(play.domain()));
        ok(maker.make(play.operator(), cohort));
        return now(cohort);
    }

    public Cohort approved(Play play, Cohort cohort) {
        settle(cohort);
        Cohort current = now(cohort);
        return ok(
                approvals.approve(
                        play.customer(),
                        current,
                        new Approvals.Shown(
                                current.revision(), lists.count(current).changes(), true)));
    }

    /** Says of everybody in the list that they may be so. */
    void settle(Cohort cohort) {
        jdbc.sql(
                        """
                        insert into finding_acceptance (organization_id, cohort_id, kind, user_id, email, reason, side,
                            accepted_at, accepted_by)
                        select u.organization_id, :cohort, k.kind, u.id, u.email, 'test', 'CUSTOMER', now(), 'test'
                        from app_user u, unnest(array['NEVER_SIGNED_IN', 'INACTIVE']) as k (kind)
                        where u.organization_id = :org
                        on conflict (organization_id, cohort_id, kind, user_id) do update set email = excluded.email
                        """)
                .param("cohort", cohort.id().value())
                .param("org", cohort.organization().value())
                .update();
    }

    Cohort told(Play play, Cohort cohort) {
        return ok(desk.told(play.operator(), cohort.id(), now(cohort).revision()));
    }

    Result<Cohort> goAhead(Play play, Cohort cohort) {
        return goAheads.give(
                play.customer(),
                now(cohort),
                new Terms(now(cohort).revision(), null, false, true, null));
    }

    /** A list that was approved and told, with the go-ahead given and a proven emergency admin. */
    Cohort ready(Play play) {
        emergency(play, play.admin().id());
        Cohort cohort = listed(play, tested(play));
        approved(play, cohort);
        told(play, cohort);
        ok(goAhead(play, cohort));
        return now(cohort);
    }

    Cohort enforced(Play play) {
        return ok(enforcements.enforce(play.operator(), ready(play)));
    }

    /** An emergency admin who has used one of two codes. */
    void emergency(Play play, UserId admin) {
        jdbc.sql(
                        """
                        insert into emergency_admin (organization_id, user_id, named_at, named_by, codes_made_at, proven_at)
                        values (?, ?, now(), 'test', now(), now()) on conflict do nothing
                        """)
                .params(play.organization().id().value(), admin.value())
                .update();
        jdbc.sql(
                        """
                        insert into emergency_code (code_hash, organization_id, user_id)
                        values (sha256(gen_random_uuid()::text::bytea), ?, ?)
                        """)
                .params(play.organization().id().value(), admin.value())
                .update();
    }

    public Cohort now(Cohort cohort) {
        return cohorts.find(cohort.organization(), cohort.id()).orElseThrow();
    }

    Standing.State state(User user) {
        return standings
                .of(user.organization(), user.id())
                .map(Standing::state)
                .orElse(Standing.State.NOT_ENABLED);
    }

    public static <T> T ok(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    /** The code and the detail of the first refusal. */
    static String refusal(Result<?> result) {
        return result instanceof Result.Refused<?>(var problems)
                ? problems.getFirst().code().code()
                : "done";
    }
}
