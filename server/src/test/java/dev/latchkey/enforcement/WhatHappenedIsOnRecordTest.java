package dev.latchkey.enforcement;

import static dev.latchkey.enforcement.Stage.ok;
import static dev.latchkey.enforcement.Stage.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Lines;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Stage.Play;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.WholeServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happened is on record, and what did not happen is not: also where a click comes twice, or names nobody. */
@WholeServer
@Import(Stage.class)
@NullUnmarked
class WhatHappenedIsOnRecordTest {
    @Autowired Stage stage;
    @Autowired JdbcClient jdbc;

    private List<String> records(Play play) {
        return jdbc.sql("select action from audit_record where organization_id = ? order by id")
                .param(play.organization().id().value())
                .query(String.class)
                .list();
    }

    @Test
    void aGoAheadThatIsTakenBackIsOnRecord() {
        Play play = stage.play();
        Cohort cohort = stage.ready(play);
        ok(stage.goAheads.withdraw(play.customer(), cohort));
        assertThat(records(play)).last().isEqualTo("rollout.confirmation_withdrawn");
        List<String> before = records(play);
        ok(stage.goAheads.withdraw(play.customer(), cohort));
        assertThat(records(play)).isEqualTo(before);
    }

    @Test
    void whoeverIsNotOnTheListIsNotLeftOutOfIt() {
        Play play = stage.play();
        Cohort cohort = stage.approved(play, stage.listed(play, stage.tested(play)));
        User stranger = stage.play().ben();
        List<String> before = records(play);
        for (List<UserId> users : List.of(List.<UserId>of(), List.of(stranger.id()))) {
            assertThat(refusal(stage.edits.strikeOut(play.customer(), cohort.id(), users, "why")))
                    .isEqualTo("rollout.nobody_chosen");
            assertThat(refusal(stage.edits.takeBack(play.customer(), cohort.id(), users)))
                    .isEqualTo("rollout.nobody_chosen");
        }
        assertThat(ok(stage.edits.takeBack(play.customer(), cohort.id(), List.of(play.ben().id()))))
                .isZero();
        assertThat(records(play)).isEqualTo(before);
        assertThat(stage.now(cohort)).isEqualTo(cohort);
    }

    @Test
    void whatIsOnTheListAlreadyIsNotAddedAgain() {
        Play play = stage.play();
        Cohort cohort = stage.listed(play, stage.tested(play));
        List<String> before = records(play);
        ok(stage.rules.domains(play.operator(), cohort, Lines.of(play.domain())));
        ok(stage.rules.domains(play.operator(), cohort, Lines.of("elsewhere.example")));
        ok(stage.desk.move(play.customer(), cohort, cohort.connection()));
        ok(stage.rules.removeChoices(play.operator(), cohort));
        assertThat(records(play)).isEqualTo(before);
    }

    @Test
    void whoDidNotSwitchWithTheListIsNamedAndNobodyIsLetBack() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);
        User later = stage.user(play.organization(), "later@other.example", false);
        List<String> before = records(play);
        assertThat(
                        stage.exemptions
                                .exempt(
                                        play.operator(),
                                        cohort,
                                        List.of(play.ben().id(), later.id()),
                                        "locked out")
                                .toString())
                .contains("NOT_ON_LIST", "later@other.example");
        assertThat(records(play)).isEqualTo(before);
        assertThat(stage.state(play.ben())).isEqualTo(Standing.State.ENFORCED);
    }

    @Test
    void whatIsAskedTwiceInOneWayIsOneOrder() {
        Play play = stage.play();
        Rollout rollout = stage.tested(play);
        List<UserId> users = List.of(play.ben().id(), play.admin().id());
        UUID first = ok(stage.orders.ask(play.customer(), rollout, users, "they left"));
        assertThat(ok(stage.orders.ask(play.customer(), rollout, users.reversed(), "they left ")))
                .isEqualTo(first);
        assertThat(ok(stage.orders.ask(play.customer(), rollout, users, "another reason")))
                .isNotEqualTo(first);
        assertThat(records(play)).filteredOn("rollout.disable_asked"::equals).hasSize(2);
    }

    @Test
    void aReasonThatCanNotBeKeptIsRefused() {
        Play play = stage.play();
        Cohort cohort = stage.listed(play, stage.tested(play));
        for (String reason : List.of("a\0b", "\0", "\u0007", " ", "x".repeat(501))) {
            assertThat(
                            refusal(
                                    stage.edits.strikeOut(
                                            play.customer(),
                                            cohort.id(),
                                            List.of(play.ben().id()),
                                            reason)))
                    .isEqualTo("rollout.reason_missing");
        }
        assertThat(
                        ok(
                                stage.edits.strikeOut(
                                        play.customer(),
                                        cohort.id(),
                                        List.of(play.ben().id()),
                                        "two\r\nlines")))
                .isEqualTo(1);
    }

    @Test
    void whatWasPlannedGoesWithTheGoAheadThatPlannedIt() {
        Play play = stage.play();
        Cohort cohort = stage.enforced(play);
        ok(stage.enforcements.undo(play.operator(), cohort, "the IdP is down"));
        ok(
                stage.goAheads.give(
                        play.customer(),
                        stage.now(cohort),
                        new Terms(
                                stage.now(cohort).revision(),
                                Instant.now().plus(Duration.ofDays(1)),
                                true,
                                false,
                                null)));
        assertThat(planned(cohort)).isOne();
        ok(stage.enforcements.restore(play.customer(), stage.now(cohort)));
        assertThat(planned(cohort)).isZero();
    }

    private int planned(Cohort cohort) {
        return jdbc.sql(
                        "select count(*) from scheduled_tasks where task_name = 'planned-switch' and task_instance = ?")
                .param(cohort.id().toString())
                .query(Integer.class)
                .single();
    }
}
