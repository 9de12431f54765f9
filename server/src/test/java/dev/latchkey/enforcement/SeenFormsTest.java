package dev.latchkey.enforcement;

import static dev.latchkey.enforcement.Stage.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Stage.Play;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInUser;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** What is confirmed in a rollout is what the page showed: an old page does nothing, and says so (requirement D15). */
@WholeServer
@Import(Stage.class)
@NullUnmarked
class SeenFormsTest {
    @Autowired private Stage stage;
    @Autowired private MockMvc mvc;
    @Autowired private JdbcClient jdbc;

    private Play play;
    private RequestPostProcessor customer;

    @BeforeEach
    void twoSides() {
        play = stage.play();
        customer = as(play.admin());
        Requests.focus(jdbc, People.OPERATOR.id(), play.organization().id());
    }

    @Test
    void aTestIsConfirmedForTheConnectionThatWasShown() throws Exception {
        Rollout rollout = stage.tested(play);
        String page = "/organization/rollouts/" + rollout.id();
        changeConnection();
        stage.signsIn(play, play.admin().id());
        String seen = Forms.seen(html(page), page + "/test");
        changeConnection();
        stage.signsIn(play, play.admin().id());

        stale(post(page + "/test").param("seen", seen));
        done(post(page + "/test").param("seen", Forms.seen(html(page), page + "/test")));
    }

    @Test
    void aListIsApprovedAndUsersAreLeftOutAsTheyWereShown() throws Exception {
        Cohort cohort = stage.listed(play, stage.tested(play));
        String list = path(cohort) + "/list";
        String seen = Forms.seen(html(list), path(cohort) + "/decisions");
        ok(stage.edits.strikeOut(play.operator(), cohort.id(), List.of(play.luca().id()), "left"));

        stale(
                post(path(cohort) + "/decisions")
                        .param("users", play.ben().id().toString())
                        .param("decision", "OUT")
                        .param("reason", "x")
                        .param("seen", seen));
        stale(
                post(path(cohort) + "/approval")
                        .param("revision", "" + stage.now(cohort).revision())
                        .param("changes", "" + stage.lists.count(stage.now(cohort)).changes())
                        .param("compared", "true")
                        .param("seen", seen));
        assertThat(stage.now(cohort).approved()).isFalse();
    }

    /** No form asks for it there; the database does. */
    @Test
    void textThatNoColumnHoldsIsTheSendersFaultAndNotOurs() throws Exception {
        Cohort cohort = stage.listed(play, stage.tested(play));
        for (String question :
                List.of(
                        "text={nul}",
                        "afterId=zz&afterKey={nul}",
                        "afterId=" + play.ben().id() + "&afterKey={nul}")) {
            assertThat(
                            mvc.perform(
                                            get(path(cohort) + "/list?" + question, "\0")
                                                    .with(customer))
                                    .andReturn()
                                    .getResponse()
                                    .getStatus())
                    .isIn(200, 400);
        }
    }

    @Test
    void aGoAheadHoldsForTheDomainsThatWereShown() throws Exception {
        stage.emergency(play, play.admin().id());
        Cohort cohort = stage.listed(play, stage.tested(play));
        stage.approved(play, cohort);
        stage.told(play, cohort);
        String page = path(cohort) + "/go-ahead";
        String seen = Forms.seen(html(page), page);
        otherDomain(cohort);

        stale(goAhead(page, cohort, seen));
        done(goAhead(page, cohort, Forms.seen(html(page), page)));
        jdbc.sql("delete from cohort_rule where cohort_id = ? and value like 'other%'")
                .param(cohort.id().value())
                .update();
        assertThat(Stage.refusal(stage.enforcements.enforce(play.operator(), stage.now(cohort))))
                .isEqualTo("rollout.go_ahead_outdated");
    }

    @Test
    void usersSwitchUnderTheGoAheadThatWasShown() throws Exception {
        Cohort cohort = stage.ready(play);
        String seen = Forms.seen(html(path(cohort)), path(cohort) + "/enforcement");
        ok(
                stage.goAheads.give(
                        play.customer(),
                        stage.now(cohort),
                        new Terms(stage.now(cohort).revision(), null, true, true, null)));

        stale(post(path(cohort) + "/enforcement").param("seen", seen));
        assertThat(stage.now(cohort).enforced()).isFalse();
        done(
                post(path(cohort) + "/enforcement")
                        .param(
                                "seen",
                                Forms.seen(html(path(cohort)), path(cohort) + "/enforcement")));
    }

    @Test
    void aSwitchIsUndoneAndBroughtBackAsItWasShown() throws Exception {
        Cohort cohort = stage.enforced(play);
        String action = path(cohort) + "/enforcement";
        String first = Forms.seen(html(path(cohort) + "/watch"), action);
        ok(stage.enforcements.undo(play.customer(), cohort, "first"));
        String undone = Forms.seen(html(path(cohort)), action + "/restoration");
        ok(stage.enforcements.restore(play.customer(), stage.now(cohort)));

        stale(delete(action).param("reason", "late").param("seen", first));
        assertThat(stage.now(cohort).enforced()).isTrue();
        done(
                delete(action)
                        .param("reason", "second")
                        .param("seen", Forms.seen(html(path(cohort) + "/watch"), action)));
        assertThat(stage.now(cohort).enforced()).isFalse();
        stale(post(action + "/restoration").param("seen", undone));
        done(
                post(action + "/restoration")
                        .param("seen", Forms.seen(html(path(cohort)), action + "/restoration")));
    }

    @Test
    void theSwitchOfAllListsIsUndoneAsItWasShown() throws Exception {
        Cohort cohort = stage.enforced(play);
        String page = "/organization/rollouts/" + cohort.rollout();
        String seen = Forms.seen(html(page), page + "/enforcement");
        ok(stage.enforcements.undo(play.customer(), cohort, "first"));
        ok(stage.enforcements.restore(play.customer(), stage.now(cohort)));

        stale(delete(page + "/enforcement").param("reason", "late").param("seen", seen));
        assertThat(stage.now(cohort).enforced()).isTrue();
    }

    @Test
    void anExceptionEndsThatWasShown() throws Exception {
        Cohort cohort = stage.enforced(play);
        UserId ben = play.ben().id();
        ok(stage.exemptions.exempt(play.operator(), cohort, List.of(ben), "New phone"));
        String action = path(cohort) + "/releases/" + ben;
        String seen = Forms.seen(html(path(cohort)), action);
        ok(stage.exemptions.end(play.customer(), cohort, ben));
        ok(stage.exemptions.exempt(play.operator(), cohort, List.of(ben), "Lost for good"));

        stale(delete(action).param("seen", seen));
        done(delete(action).param("seen", Forms.seen(html(path(cohort)), action)));
    }

    @Test
    void anOrderIsApprovedAsItWasShown() throws Exception {
        Cohort cohort = stage.enforced(play);
        Rollout rollout =
                stage.rollouts.find(cohort.organization(), cohort.rollout()).orElseThrow();
        var order =
                ok(
                        stage.orders.ask(
                                play.operator(), rollout, List.of(play.ben().id()), "They ask"));
        String page = "/organization/rollouts/" + rollout.id() + "/disabling";
        String seen = Forms.seen(html(page), page + "/" + order + "/approval");
        jdbc.sql("update app_user set email = 'other-' || email where id = ?")
                .param(play.ben().id().value())
                .update();

        stale(post(page + "/" + order + "/approval").param("seen", seen));
        done(
                post(page + "/" + order + "/approval")
                        .param("seen", Forms.seen(html(page), page + "/" + order + "/approval")));
    }

    @Test
    void aFormThatCarriesNothingDoesNothing() throws Exception {
        Cohort cohort = stage.ready(play);
        stale(post(path(cohort) + "/enforcement"));
        assertThat(stage.now(cohort).enforced()).isFalse();
    }

    private void otherDomain(Cohort cohort) {
        jdbc.sql(
                        """
                        insert into cohort_rule (organization_id, cohort_id, kind, value, added_at, added_by)
                        values (?, ?, 'DOMAIN', ?, now(), 'test')
                        """)
                .params(
                        cohort.organization().value(),
                        cohort.id().value(),
                        "other-" + play.domain())
                .update();
    }

    private MockHttpServletRequestBuilder goAhead(String page, Cohort cohort, String seen) {
        return post(page)
                .param("revision", "" + stage.now(cohort).revision())
                .param("newUsers", "true")
                .param("seen", seen);
    }

    private void changeConnection() {
        jdbc.sql(
                        """
                        update connection set version = version + 1, configuration = configuration + 1,
                            updated_at = clock_timestamp(), configured_at = clock_timestamp()
                        where id = ?
                        """)
                .param(play.connection().id().value())
                .update();
    }

    private static String path(Cohort cohort) {
        return "/organization/cohorts/" + cohort.id();
    }

    private String html(String page) throws Exception {
        return mvc.perform(get(page).with(customer)).andReturn().getResponse().getContentAsString();
    }

    private void stale(MockHttpServletRequestBuilder request) throws Exception {
        MockHttpServletResponse answer = send(request);
        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(answer.getContentAsString()).contains("seen.changed");
    }

    private void done(MockHttpServletRequestBuilder request) throws Exception {
        MockHttpServletResponse answer = send(request);
        assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(302);
    }

    private MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.with(customer).with(csrf())).andReturn().getResponse();
    }

    private static RequestPostProcessor as(User user) {
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        new SignedInUser(
                                user.id(),
                                user.organization(),
                                user.email(),
                                user.name(),
                                true,
                                "SSO",
                                Instant.now()),
                        null,
                        AuthorityUtils.createAuthorityList("ROLE_USER", "ROLE_ADMIN")));
    }
}
