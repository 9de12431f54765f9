package dev.latchkey.enforcement;

import static dev.latchkey.enforcement.Stage.ok;
import static dev.latchkey.enforcement.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.BadLine;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.cohorts.Lines;
import dev.latchkey.cohorts.ListRules;
import dev.latchkey.cohorts.MembershipBuilder;
import dev.latchkey.cohorts.Rules;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.directory.Account;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Stage.Play;
import dev.latchkey.rollout.Approvals;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.RolloutError;
import dev.latchkey.rollout.RolloutNotice;
import dev.latchkey.rollout.Step;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.WholeServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

/** The rules of the assisted way, from the first step to the undo (requirements A10 to A17, D3 to D8, D14, D15). */
@WholeServer
@RecordApplicationEvents
@Import(Stage.class)
@NullUnmarked
class RolloutTest {
    @Autowired private Stage stage;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;
    @Autowired private ApplicationEvents events;

    @Test
    void aStepOutOfOrderSaysWhatIsMissing() {
        Play play = stage.play();
        Rollout rollout = ok(stage.rollouts.begin(play.operator(), play.organization()));

        assertThat(missing(stage.tests.configured(play.customer(), rollout)))
                .isEqualTo(Step.DETAILS.missing());
        assertThat(missing(stage.desk.begin(play.operator(), rollout, "All")))
                .isEqualTo(Step.DETAILS.missing());
        rollout = ok(stage.rollouts.lead(play.operator(), rollout, play.connection().id()));
        ok(stage.tests.configured(play.customer(), rollout));
        assertThat(missing(stage.tests.tested(play.operator(), rollout)))
                .isEqualTo(Step.NOMINATED.missing());
        ok(stage.pilots.nominate(play.customer(), rollout, play.admin().email()));
        assertThat(missing(stage.tests.tested(play.operator(), rollout)))
                .isEqualTo(Step.ENABLED.missing());
        stage.pilots.enable(play.operator(), rollout);
        assertThat(stage.state(play.admin())).isEqualTo(Standing.State.PILOT);
        assertThat(missing(stage.tests.tested(play.operator(), rollout)))
                .isEqualTo(Step.TESTED.missing());
        stage.signsIn(play, play.admin().id());
        ok(stage.tests.tested(play.operator(), rollout));
        assertThat(missing(stage.desk.begin(play.operator(), rollout, "All")))
                .isEqualTo(Step.CONFIRMED.missing());
        ok(stage.tests.tested(play.customer(), rollout));
        Cohort cohort = stage.listed(play, rollout);
        assertThat(missing(stage.goAhead(play, cohort))).isEqualTo(Step.REVIEWED.missing());
        assertThat(missing(stage.enforcements.enforce(play.operator(), cohort)))
                .isEqualTo(Step.REVIEWED.missing());
        stage.approved(play, cohort);
        assertThat(missing(stage.goAhead(play, cohort))).isEqualTo(Step.ANNOUNCED.missing());
        stage.told(play, cohort);
        assertThat(missing(stage.enforcements.enforce(play.operator(), cohort)))
                .isEqualTo(Step.GO_AHEAD.missing());
    }

    private static String missing(Result<?> result) {
        return result instanceof Result.Refused<?>(var problems)
                        && problems.getFirst().code() == RolloutError.OUT_OF_ORDER
                ? problems.getFirst().detail()
                : result.toString();
    }

    @Test
    void theSwitchHoldsForAllAtOnceAndSoDoesItsUndo() {
        Play play = stage.play();
        Cohort cohort = stage.ready(play);
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ANNOUNCED);

        ok(stage.enforcements.enforce(play.operator(), cohort));
        assertThat(
                        List.of(
                                stage.state(play.admin()),
                                stage.state(play.ben()),
                                stage.state(play.luca())))
                .containsOnly(Standing.State.ENFORCED);

        ok(stage.enforcements.undo(play.customer(), cohort, "People can't get in"));
        assertThat(
                        List.of(
                                stage.state(play.admin()),
                                stage.state(play.ben()),
                                stage.state(play.luca())))
                .containsOnly(Standing.State.ANNOUNCED);

        assertThat(refusal(stage.enforcements.restore(play.operator(), stage.now(cohort))))
                .isEqualTo("rollout.not_theirs");
        ok(stage.enforcements.restore(play.customer(), stage.now(cohort)));
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ENFORCED);
    }

    @Test
    void oneStepUndoesTheSwitchOfEveryList() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);
        Rollout rollout =
                stage.rollouts.find(cohort.organization(), cohort.rollout()).orElseThrow();

        assertThat(refusal(stage.enforcements.undoAll(play.customer(), rollout, " ")))
                .isEqualTo("rollout.reason_missing");
        assertThat(ok(stage.enforcements.undoAll(play.customer(), rollout, "The IdP is down")))
                .isEqualTo(1);
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ANNOUNCED);
        assertThat(refusal(stage.enforcements.undoAll(play.customer(), rollout, "Again")))
                .isEqualTo("rollout.not_enforced");
    }

    @Test
    void whatWasUndoneComesBackFor30DaysOnly() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);
        ok(stage.enforcements.undo(play.operator(), cohort, "They asked for it"));
        jdbc.sql(
                        "update cohort set undone_at = undone_at - interval '30 days 1 minute' where id = ?")
                .param(cohort.id().value())
                .update();

        assertThat(refusal(stage.enforcements.restore(play.customer(), stage.now(cohort))))
                .isEqualTo("rollout.too_late");
    }

    @Test
    void oneUserGetsThePasswordBackAndTheListStays() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);

        ok(stage.exemptions.exempt(play.operator(), cohort, List.of(play.ben().id()), "New phone"));

        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ANNOUNCED);
        assertThat(stage.state(play.luca())).isEqualTo(Standing.State.ENFORCED);
        ok(stage.exemptions.end(play.customer(), stage.now(cohort), play.ben().id()));
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ENFORCED);
    }

    @Test
    void onlyTheCustomerApprovesAndGivesTheGoAhead() {
        Play play = stage.play();
        Cohort cohort = stage.listed(play, stage.tested(play));
        int changes = stage.lists.count(cohort).changes();

        assertThat(
                        refusal(
                                stage.approvals.approve(
                                        play.operator(),
                                        cohort,
                                        new Approvals.Shown(1, changes, true))))
                .isEqualTo("rollout.not_theirs");
        stage.approved(play, cohort);
        stage.told(play, cohort);
        assertThat(
                        refusal(
                                stage.goAheads.give(
                                        play.operator(),
                                        stage.now(cohort),
                                        new Terms(1, null, false, false, null))))
                .isEqualTo("rollout.not_theirs");
    }

    @Test
    void nobodyApprovesWhatChangedMeanwhile() {
        Play play = stage.play();
        Cohort cohort = stage.listed(play, stage.tested(play));
        int seen = stage.lists.count(cohort).changes();
        ok(
                stage.edits.strikeOut(
                        play.operator(), cohort.id(), List.of(play.ben().id()), "On leave"));

        assertThat(
                        refusal(
                                stage.approvals.approve(
                                        play.customer(),
                                        cohort,
                                        new Approvals.Shown(1, seen, true))))
                .isEqualTo("rollout.changed_meanwhile");
    }

    @Test
    void anApprovalNeedsAComparison() {
        Play play = stage.play();
        Cohort cohort = stage.listed(play, stage.tested(play));

        assertThat(
                        refusal(
                                stage.approvals.approve(
                                        play.customer(),
                                        cohort,
                                        new Approvals.Shown(
                                                1, stage.lists.count(cohort).changes(), false))))
                .isEqualTo("rollout.comparison_unsaid");
    }

    @Test
    void whoeverIsStruckOutAfterTheApprovalWaitsForAnother() {
        Play play = stage.play();
        Cohort cohort = stage.approved(play, stage.listed(play, stage.tested(play)));
        ok(
                stage.edits.strikeOut(
                        play.customer(), cohort.id(), List.of(play.ben().id()), "On leave"));

        assertThat(stage.state(play.ben()))
                .as("what was approved holds")
                .isEqualTo(Standing.State.APPROVED);
        assertThat(stage.now(cohort).approved()).isFalse();
        stage.approved(play, cohort);
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.EXCLUDED);
        assertThat(lines(stage.now(cohort), 1)).containsValue("in").hasSize(3);
        assertThat(lines(stage.now(cohort), 1)).containsEntry(play.ben().id(), "in");
        assertThat(lines(stage.now(cohort), 2)).containsEntry(play.ben().id(), "On leave");
    }

    private Map<UserId, String> lines(Cohort cohort, int revision) {
        Map<UserId, String> lines = new java.util.HashMap<>();
        stage.lists.decisions(
                cohort,
                revision,
                user -> lines.put(user.user(), user.in() ? "in" : String.valueOf(user.reason())));
        return lines;
    }

    @Test
    void whoGotAnotherAddressAfterTheApprovalDoesNotSwitch() {
        Play play = stage.play();
        Cohort cohort = stage.ready(play);
        jdbc.sql("update app_user set email = ?, email_key = ? where id = ?")
                .params(
                        "benjamin@" + play.domain(),
                        "benjamin@" + play.domain(),
                        play.ben().id().value())
                .update();

        ok(stage.enforcements.enforce(play.operator(), cohort));

        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ANNOUNCED);
        assertThat(stage.state(play.luca())).isEqualTo(Standing.State.ENFORCED);
    }

    @Test
    void anotherAddressAfterTheSwitchOpensNoPassword() {
        Play play = stage.play();
        stage.enforced(play);
        jdbc.sql("update app_user set email = ?, email_key = ? where id = ?")
                .params(
                        "benjamin@" + play.domain(),
                        "benjamin@" + play.domain(),
                        play.ben().id().value())
                .update();

        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ENFORCED);
    }

    @Test
    void aNewUserOfASwitchedDomainSignsInThroughTheIdpFromTheFirstDay() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);
        User newcomer = stage.user(play.organization(), "nora@" + play.domain(), false);
        User elsewhere = stage.user(play.organization(), "nora@other-" + play.domain(), false);

        assertThat(stage.state(newcomer)).isEqualTo(Standing.State.ENFORCED);
        assertThat(stage.state(elsewhere)).isEqualTo(Standing.State.NOT_ENABLED);
        ok(stage.enforcements.undo(play.operator(), cohort, "Back"));
        assertThat(stage.state(newcomer)).isEqualTo(Standing.State.NOT_ENABLED);
    }

    @Test
    void aUserIsInOneApprovedListOnly() {
        Play play = stage.play();
        Rollout rollout = stage.tested(play);
        Cohort first = stage.listed(play, rollout);
        Cohort second = stage.listed(play, rollout);
        stage.approved(play, first);

        assertThat(
                        refusal(
                                stage.approvals.approve(
                                        play.customer(),
                                        second,
                                        new Approvals.Shown(
                                                1, stage.lists.count(second).changes(), true))))
                .isEqualTo("rollout.list_overlaps");
        ok(stage.maker.make(play.operator(), second));
        assertThat(stage.lists.count(second).in()).isZero();
        assertThat(lines(second, 1)).containsValue("In another approved list");
    }

    @Test
    void outsidersOfAnAccountAreLeftOutUntilTheyAreChosenOneByOne() {
        Play play = stage.play();
        Account account =
                ok(
                        stage.directory.createAccount(
                                Caller.system(play.organization().id()), "Design"));
        User contractor =
                stage.user(play.organization(), "cara@contractor-" + play.domain(), false);
        Play other = stage.play();
        member(account, play.ben());
        member(account, contractor);
        member(account, other.ben());
        Cohort cohort = ok(stage.desk.begin(play.operator(), stage.tested(play), "Design"));
        stage.rules.accounts(play.operator(), cohort, Lines.of(account.id().toString()));

        assertThat(stage.maker.preview(cohort)).isEqualTo(new MembershipBuilder.Preview(2, 1));
        ok(stage.maker.make(play.operator(), cohort));
        assertThat(lines(stage.now(cohort), 1))
                .containsOnly(
                        Map.entry(play.ben().id(), "in"),
                        Map.entry(contractor.id(), ListRules.OUTSIDE));
        ok(
                stage.edits.takeBack(
                        play.customer(), cohort.id(), List.of(contractor.id(), other.ben().id())));
        assertThat(lines(stage.now(cohort), 1))
                .containsOnly(Map.entry(play.ben().id(), "in"), Map.entry(contractor.id(), "in"));
    }

    private void member(Account account, User user) {
        jdbc.sql(
                        """
                        insert into membership (organization_id, account_id, user_organization_id, user_id, created_at)
                        values (?, ?, ?, ?, now())
                        """)
                .params(
                        account.organization().value(),
                        account.id().value(),
                        user.organization().value(),
                        user.id().value())
                .update();
    }

    @Test
    void badLinesAreNamedAndTheGoodOnesKept() {
        Play play = stage.play();
        Play other = stage.play();
        Cohort cohort = ok(stage.desk.begin(play.operator(), stage.tested(play), "Mixed"));
        String unknown = UserId.next().toString();

        Rules.Added users =
                ok(
                        stage.rules.users(
                                play.operator(),
                                cohort,
                                Lines.of(
                                        String.join(
                                                "\n",
                                                "\uFEFF" + play.ben().id(),
                                                "",
                                                other.ben().id().toString(),
                                                unknown,
                                                "not a sid",
                                                "\"" + play.luca().email() + "\",Luca"))));
        assertThat(users.taken()).isEqualTo(2);
        assertThat(users.refused())
                .containsExactly(
                        new BadLine(3, other.ben().id().toString(), CohortError.USER_ELSEWHERE),
                        new BadLine(4, unknown, CohortError.USER_UNKNOWN),
                        new BadLine(5, "not a sid", CohortError.USER_SID_MALFORMED));

        Rules.Added domains =
                ok(
                        stage.rules.domains(
                                play.operator(),
                                cohort,
                                Lines.of(
                                        "gmail.com\n@"
                                                + play.domain()
                                                + "\nno domain\nnobody.example")));
        assertThat(domains.taken()).isEqualTo(1);
        assertThat(domains.refused())
                .extracting(BadLine::code)
                .containsExactly(
                        CohortError.DOMAIN_PUBLIC,
                        CohortError.DOMAIN_MALFORMED,
                        CohortError.DOMAIN_WITHOUT_USERS);
    }

    @Test
    void aCustomerLearnsNothingOfAnotherOrganizationsUsers() {
        Play play = stage.play();
        Play other = stage.play();
        Cohort cohort = ok(stage.desk.begin(play.operator(), stage.tested(play), "Mixed"));

        assertThat(
                        ok(stage.rules.users(
                                        play.customer(),
                                        cohort,
                                        Lines.of(other.ben().id().toString())))
                                .refused())
                .extracting(BadLine::code)
                .containsExactly(CohortError.USER_UNKNOWN);
    }

    @Test
    void theListMadeAgainKeepsWhatWasDecided() {
        Play play = stage.play();
        Cohort cohort = stage.listed(play, stage.tested(play));
        ok(
                stage.edits.strikeOut(
                        play.customer(), cohort.id(), List.of(play.ben().id()), "On leave"));
        User late = stage.user(play.organization(), "late@" + play.domain(), false);
        User bot =
                ok(
                        stage.directory.createUser(
                                Caller.system(play.organization().id()),
                                new NewUser(
                                        "bot@" + play.domain(), "Bot", false, User.Kind.API_ONLY)));

        ok(stage.maker.make(play.operator(), cohort));

        assertThat(lines(stage.now(cohort), 1))
                .containsEntry(play.ben().id(), "On leave")
                .containsEntry(late.id(), "in")
                .containsEntry(bot.id(), ListRules.API_ONLY);
    }

    @Test
    void withoutAProvenSecondWayInThereIsNoGoAhead() {
        Play play = stage.play();
        Cohort cohort = stage.approved(play, stage.listed(play, stage.tested(play)));
        stage.told(play, cohort);

        assertThat(refusal(stage.goAhead(play, cohort))).isEqualTo("rollout.emergency_unproven");
        stage.emergency(play, play.admin().id());
        assertThat(refusal(stage.goAhead(play, cohort))).isEqualTo("done");
    }

    @Test
    void whatWasConfirmedForOneConnectionIsNotConfirmedForAnother() {
        Play play = stage.play();
        Rollout rollout = stage.tested(play);
        assertThat(stage.facts.of(rollout).progress().has(Step.CONFIRMED)).isTrue();

        ok(stage.pilots.dismiss(play.operator(), rollout, play.admin().id()));
        Connection other = stage.connection(play.organization(), "other." + play.domain());
        rollout = ok(stage.rollouts.lead(play.operator(), rollout, other.id()));

        assertThat(other.configuration()).isEqualTo(play.connection().configuration());
        assertThat(stage.facts.of(rollout).progress().has(Step.CONFIGURED)).isFalse();
        assertThat(stage.facts.of(rollout).progress().has(Step.CONFIRMED)).isFalse();
        assertThat(refusal(stage.desk.begin(play.operator(), rollout, "Early")))
                .isEqualTo("rollout.out_of_order");
    }

    @Test
    void whoGivesTheGoAheadMustHaveComeInThisWayOrNameWhoHas() {
        Play play = stage.play();
        User second = stage.user(play.organization(), "sid@" + play.domain(), true);
        stage.emergency(play, play.admin().id());
        Cohort cohort = stage.approved(play, stage.listed(play, stage.tested(play)));
        stage.told(play, cohort);
        Caller bySecond =
                new Caller(
                        Caller.Kind.ADMIN,
                        new Actor(Actor.Kind.USER, second.id().toString(), second.email()),
                        play.organization().id());

        assertThat(
                        refusal(
                                stage.goAheads.give(
                                        bySecond,
                                        stage.now(cohort),
                                        new Terms(1, null, false, false, null))))
                .isEqualTo("rollout.enforcer_untested");
        ok(
                stage.goAheads.give(
                        bySecond,
                        stage.now(cohort),
                        new Terms(1, null, false, false, play.admin().id())));
    }

    @Test
    void aConnectionThroughWhichPeopleSignInOtherwiseThanTestedIsTestedAgain() {
        Play play = stage.play();
        Cohort cohort = stage.ready(play);
        ConnectionDetails tested = play.connection().details();
        ConnectionDetails moved =
                ConnectionDetails.usual(
                        tested.name(),
                        tested.idpEntityId(),
                        "https://elsewhere.example/sso",
                        tested.ssoBinding(),
                        tested.certificates());
        change(play, moved);

        assertThat(refusal(stage.enforcements.enforce(play.operator(), cohort)))
                .isEqualTo("rollout.out_of_order");
    }

    @Test
    void aConnectionThatHasAnotherNameIsNotTestedAgain() {
        Play play = stage.play();
        Cohort cohort = stage.ready(play);
        ConnectionDetails tested = play.connection().details();
        change(
                play,
                ConnectionDetails.usual(
                        "Another name",
                        tested.idpEntityId(),
                        tested.ssoUrl(),
                        tested.ssoBinding(),
                        tested.certificates()));

        ok(stage.enforcements.enforce(play.operator(), cohort));
    }

    private void change(Play play, ConnectionDetails details) {
        ok(
                stage.connections.update(
                        play.operator(),
                        play.connection().id(),
                        play.connection().version(),
                        details));
    }

    @Test
    void aConnectionThatPeopleDependOnCantBeDisabled() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);

        assertThat(refusal(stage.connections.disable(play.operator(), play.connection().id())))
                .isEqualTo("rollout.users_enforced");
        ok(stage.enforcements.undo(play.operator(), cohort, "To change the IdP"));
        ok(stage.connections.disable(play.operator(), play.connection().id()));
    }

    @Test
    void aPlannedSwitchWaitsForItsTime() {
        Play play = stage.play();
        stage.emergency(play, play.admin().id());
        Cohort cohort = stage.approved(play, stage.listed(play, stage.tested(play)));
        stage.told(play, cohort);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        ok(
                stage.goAheads.give(
                        play.customer(),
                        stage.now(cohort),
                        new Terms(1, tomorrow, true, false, null)));

        assertThat(refusal(stage.enforcements.enforce(play.operator(), cohort)))
                .isEqualTo("rollout.not_yet");
        assertThat(planned(cohort)).hasSize(1);
        ok(stage.goAheads.withdraw(play.customer(), stage.now(cohort)));
        assertThat(planned(cohort)).isEmpty();
        assertThat(refusal(stage.enforcements.enforce(play.operator(), cohort)))
                .isEqualTo("rollout.out_of_order");
    }

    private List<String> planned(Cohort cohort) {
        return jdbc.sql(
                        "select task_instance from scheduled_tasks where task_name = 'planned-switch' and task_instance = ?")
                .param(cohort.id().toString())
                .query(String.class)
                .list();
    }

    @Test
    void theSwitchHappensByItselfAtItsTime() throws InterruptedException {
        Play play = stage.play();
        stage.emergency(play, play.admin().id());
        Cohort cohort = stage.approved(play, stage.listed(play, stage.tested(play)));
        stage.told(play, cohort);
        ok(
                stage.goAheads.give(
                        play.customer(),
                        stage.now(cohort),
                        new Terms(1, Instant.now().plusMillis(300), true, false, null)));

        for (int i = 0; i < 100 && !stage.now(cohort).enforced(); i++) {
            Thread.sleep(100);
        }
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ENFORCED);
    }

    @Test
    void singleSignOnIsTakenFromUsersOnRequestOnly() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);
        Rollout rollout =
                stage.rollouts.find(cohort.organization(), cohort.rollout()).orElseThrow();

        var asked =
                ok(
                        stage.orders.ask(
                                play.operator(),
                                rollout,
                                List.of(play.ben().id()),
                                "Left the company"));
        assertThat(refusal(stage.orders.carryOut(play.operator(), rollout, asked)))
                .isEqualTo("rollout.order_settled");
        assertThat(refusal(stage.orders.approve(play.operator(), rollout, asked)))
                .isEqualTo("rollout.not_theirs");
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ENFORCED);
        ok(stage.orders.approve(play.customer(), rollout, asked));
        ok(stage.orders.carryOut(play.operator(), rollout, asked));

        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.NOT_ENABLED);
        assertThat(stage.orders.of(rollout).getFirst())
                .extracting(
                        DisableRequests.Order::askedBy,
                        DisableRequests.Order::approvedBy,
                        DisableRequests.Order::doneBy)
                .containsExactly("Olivia", play.admin().email(), "Olivia");
        assertThat(refusal(stage.orders.carryOut(play.operator(), rollout, asked)))
                .isEqualTo("rollout.order_settled");
    }

    @Test
    void passwordSessionsOfSwitchedUsersEnd() throws InterruptedException {
        Play play = stage.play();
        Cohort cohort = stage.ready(play);
        Play other = stage.play();
        session(play.ben(), "PASSWORD");
        session(play.luca(), "SSO");
        session(other.ben(), "PASSWORD");

        ok(stage.enforcements.enforce(play.operator(), cohort));

        for (int i = 0; i < 100 && sessions(play.ben()) > 0; i++) {
            Thread.sleep(100);
        }
        assertThat(sessions(play.ben())).isZero();
        assertThat(sessions(play.luca())).isEqualTo(1);
        assertThat(sessions(other.ben())).isEqualTo(1);
    }

    private void session(User user, String method) {
        jdbc.sql(
                        """
                        insert into session (id, secret_hash, organization_id, user_id, method, state, created_at,
                            last_seen_at, expires_at)
                        values (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), ?, ?, ?, 'ACTIVE', now(),
                            now(), now() + interval '1 hour')
                        """)
                .params(user.organization().value(), user.id().value(), method)
                .update();
    }

    private int sessions(User user) {
        return jdbc.sql("select count(*) from session where user_id = ?")
                .param(user.id().value())
                .query(Integer.class)
                .single();
    }

    @Test
    void theLastAdminWithAWayInCantBeTaken() {
        Play play = stage.play();
        stage.enforced(play);
        List<String> refused = new ArrayList<>();
        refused.add(
                stage.guards
                        .mayLose(play.organization().id(), play.admin().id())
                        .map(problem -> problem.code().code())
                        .orElse("may"));
        User second = stage.user(play.organization(), "sid@outside-" + play.domain(), true);
        refused.add(
                stage.guards
                        .mayLose(play.organization().id(), play.admin().id())
                        .map(problem -> problem.code().code())
                        .orElse("may"));

        assertThat(refused).containsExactly("rollout.last_way_in", "may");
        assertThat(second.admin()).isTrue();
    }

    @Test
    void aListMovesToAnotherTestedConnectionInOneStep() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);
        var other = stage.connection(play.organization(), "other-" + play.domain());

        assertThat(refusal(stage.desk.move(play.customer(), cohort, other.id())))
                .isEqualTo("rollout.connection_unknown");
        Play through =
                new Play(
                        play.organization(),
                        play.admin(),
                        play.ben(),
                        play.luca(),
                        other,
                        play.customer(),
                        play.operator());
        stage.tested(through);
        ok(stage.desk.move(play.customer(), stage.now(cohort), other.id()));
        assertThat(
                        stage.standings
                                .of(play.organization().id(), play.ben().id())
                                .orElseThrow()
                                .connection())
                .isEqualTo(other.id());
    }

    @Test
    void aCrashBeforeTheCommitLeavesEverybodyWhereTheyWere() {
        Play play = stage.play();
        Cohort cohort = stage.ready(play);

        assertThatThrownBy(() ->
                        transaction.executeWithoutResult(status -> {
                            ok(stage.enforcements.enforce(play.operator(), cohort));
                            jdbc.sql("select pg_terminate_backend(pg_backend_pid())")
                                    .query(Boolean.class)
                                    .single();
                        }))
                .isInstanceOf(RuntimeException.class);

        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ANNOUNCED);
        assertThat(ended(cohort)).isZero();
        ok(stage.enforcements.enforce(play.operator(), cohort));
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ENFORCED);
    }

    private int ended(Cohort cohort) {
        return jdbc.sql(
                        """
                        select count(*) from scheduled_tasks
                        where task_name = 'end-password-sessions' and task_instance like ?
                        """)
                .param(cohort.id() + "@%")
                .query(Integer.class)
                .single();
    }

    @Test
    void bothSidesAreWarnedOnceWhenSignInsFailAfterTheSwitch() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);
        stage.duty.look();
        assertThat(warnings(cohort)).isEmpty();
        for (int i = 0; i < 6; i++) {
            failure(play, i);
        }

        stage.duty.look();
        stage.duty.look();

        assertThat(warnings(cohort)).containsExactly(6L);
        Watch.Seen seen = stage.watch.of(stage.now(cohort));
        assertThat(seen.failed()).isEqualTo(6);
        assertThat(seen.reasons()).extracting(Watch.Reason::code).containsExactly("user_unknown");
        assertThat(seen.stillToCome()).isEqualTo(3);
        assertThat(seen.warning()).isNotNull();
        assertThat(
                        events.stream(RolloutNotice.class)
                                .filter(notice -> notice.rollout().equals(cohort.rollout())))
                .extracting(RolloutNotice::subject)
                .containsExactly("Sign-ins are failing after the switch");
    }

    private List<Long> warnings(Cohort cohort) {
        return jdbc.sql("select failed from rollout_warning where rollout_id = ?")
                .param(cohort.rollout().value())
                .query(Long.class)
                .list();
    }

    private void failure(Play play, int number) {
        jdbc.sql(
                        """
                        insert into sign_in_failure (reference, organization_id, connection_id, at, code, expires_at)
                        values (?, ?, ?, now(), 'user_unknown', now() + interval '1 day')
                        """)
                .params(
                        "W" + number + play.connection().id().value(),
                        play.organization().id().value(),
                        play.connection().id().value())
                .update();
    }

    @Test
    void aPlannedSwitchThatIsForbiddenByThenIsToldAndChangesNothing() throws InterruptedException {
        Play play = stage.play();
        stage.emergency(play, play.admin().id());
        Cohort cohort = stage.approved(play, stage.listed(play, stage.tested(play)));
        stage.told(play, cohort);
        ok(
                stage.goAheads.give(
                        play.customer(),
                        stage.now(cohort),
                        new Terms(1, Instant.now().plusMillis(1500), true, false, null)));
        jdbc.sql("delete from emergency_code where user_id = ?")
                .param(play.admin().id().value())
                .update();

        for (int i = 0; i < 150 && !planned(cohort).isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertThat(planned(cohort)).isEmpty();
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ANNOUNCED);
    }
}
