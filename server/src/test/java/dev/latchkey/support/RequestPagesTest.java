package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.testing.Pages;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

@WholeServer
@org.jspecify.annotations.NullUnmarked
class RequestPagesTest {
    private static final String SECRET = "between ourselves, they are always late";

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Requests requests;
    @Autowired JdbcClient jdbc;

    private final SignedInOperator sam = Pages.colleague("Sam");
    private Organization organization;
    private User ann;
    private Pages customer;
    private Pages operator;

    @BeforeEach
    void anOrganization() {
        jdbc.sql("delete from rate_limit").update();
        organization = People.organization(directory);
        ann = admin(organization);
        customer = Pages.of(mvc, ann);
        operator = Pages.of(mvc, sam);
    }

    private User admin(Organization of) {
        return People.ok(
                directory.createUser(
                        Caller.system(of.id()), new NewUser(People.email(), "Ann Admin", true)));
    }

    @Test
    void aCustomerAsksAndBothSidesSeeIt() throws Exception {
        SupportRequestId id = customer.ask("SET_UP_SSO", "SSO with <Okta>", "Please\n& thanks");

        assertThat(customer.html("/organization/requests")).contains("SSO with &lt;Okta&gt;");
        assertThat(customer.html("/organization/requests/" + id))
                .contains("Please\n&amp; thanks", ann.email(), "with support", "nobody yet");
        assertThat(operator.html(path(id)))
                .contains("SSO with &lt;Okta&gt;", "Please\n&amp; thanks", "Set up SSO");
        assertThat(operator.html("/operator/requests?view=UNOWNED&kind=SET_UP_SSO"))
                .contains(id.toString(), organization.name());
        assertThat(actions(id)).containsExactly("support.request_opened");
    }

    @Test
    void anAnswerIsSeenAndMakesItTheCustomersTurn() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");

        operator.goesOn(path(id) + "/messages", "text=Which browser?");

        assertThat(customer.html("/organization/requests/" + id))
                .contains("Which browser?", "waits for you", "Sam");
        customer.goesOn("/organization/requests/" + id + "/messages", "text=Firefox");
        assertThat(operator.html(path(id))).contains("Firefox", "waits for support");
        assertThat(actions(id))
                .containsExactly(
                        "support.request_opened",
                        "support.message_written",
                        "support.state_changed",
                        "support.message_written",
                        "support.state_changed");
    }

    @Test
    void aCustomerClosesAndReopens() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        String page = "/organization/requests/" + id;

        customer.goesOn(page + "/closure", "as=DONE");
        assertThat(requests.find(organization.id(), id).orElseThrow().state())
                .isEqualTo(SupportRequest.State.DONE);
        assertThat(customer.post(page + "/closure", "as=DONE").getContentAsString())
                .contains("support.state_unreachable");
        assertThat(customer.post(page + "/messages", "text=more").getContentAsString())
                .contains("support.closed")
                .doesNotContain("<p class=\"words\">more");
        assertThat(operator.post(path(id) + "/messages", "text=more").getContentAsString())
                .contains("support.closed");

        assertThat(customer.delete(page + "/closure").getStatus()).isEqualTo(302);
        assertThat(requests.find(organization.id(), id).orElseThrow().state())
                .isEqualTo(SupportRequest.State.WAITING_FOR_SUPPORT);
        assertThat(customer.delete(page + "/closure").getContentAsString())
                .contains("support.state_unreachable");
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, DONE",
        "DONE, CANCELLED",
        "DONE, WAITING_FOR_CUSTOMER",
        "CANCELLED, DONE",
        "CANCELLED, WAITING_FOR_CUSTOMER",
        "WAITING_FOR_CUSTOMER, WAITING_FOR_CUSTOMER"
    })
    void aStateThatCanNotFollowIsRefused(String first, String second) throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        operator.goesOn(path(id) + "/state", "state=" + first);

        assertThat(operator.post(path(id) + "/state", "state=" + second).getContentAsString())
                .contains("support.state_unreachable");
        assertThat(requests.find(organization.id(), id).orElseThrow().state().name())
                .isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OPEN", "done"})
    void aStateThatThereIsNotIsRefused(String state) throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        assertThat(operator.post(path(id) + "/state", "state=" + state).getContentAsString())
                .contains("support.state_unknown");
        assertThat(
                        operator.post(path(id) + "/messages", "text=kept", "then=" + state)
                                .getContentAsString())
                .contains(state.isEmpty() ? "" : "support.state_unknown");
    }

    @Test
    void ssoIsRefusedToAnEditionWithoutItAndNothingIsStored() throws Exception {
        Organization small =
                People.ok(
                        directory.create(
                                Actor.SYSTEM, "Small " + UUID.randomUUID(), Edition.PROFESSIONAL));
        Pages theirs = Pages.of(mvc, admin(small));

        for (String kind : List.of("SET_UP_SSO", "ENABLE_USERS")) {
            MockHttpServletResponse answer =
                    theirs.post(
                            "/organization/requests",
                            "kind=" + kind,
                            "subject=SSO please",
                            "text=kept text");
            assertThat(answer.getContentAsString())
                    .contains("connection.edition_without_sso", "Enterprise and Administration")
                    .contains("kept text", "SSO please");
        }
        assertThat(
                        operator.post(
                                        "/operator/organizations/" + small.id() + "/requests",
                                        "kind=SET_UP_SSO",
                                        "channel=PHONE",
                                        "subject=SSO",
                                        "text=SSO")
                                .getContentAsString())
                .contains("connection.edition_without_sso");
        assertThat(count("support_request", small)).isZero();
        assertThat(count("support_entry", small)).isZero();
        theirs.ask("OTHER", "Something", "else");
        theirs.ask("DISABLE_USERS", "We go back", "to passwords");
    }

    @Test
    void whatCanNotBeReadIsRefused() throws Exception {
        String[][] wrong = {
            {"kind=NO", "subject=a", "text=b", "support.kind_unknown"},
            {"kind=OTHER", "subject= ", "text=b", "support.subject_unusable"},
            {"kind=OTHER", "subject=a\r\nBcc: x@y.example", "text=b", "support.subject_unusable"},
            {"kind=OTHER", "subject=a\u202Eb", "text=b", "support.subject_unusable"},
            {"kind=OTHER", "subject=" + "x".repeat(201), "text=b", "support.subject_unusable"},
            {"kind=OTHER", "subject=a", "text= \n ", "support.text_unusable"},
            {"kind=OTHER", "subject=a", "text=b\0", "support.text_unusable"},
            {"kind=OTHER", "subject=a", "text=" + "x".repeat(10_001), "support.text_unusable"}
        };
        for (String[] each : wrong) {
            assertThat(
                            customer.post("/organization/requests", each[0], each[1], each[2])
                                    .getContentAsString())
                    .as(each[3])
                    .contains(each[3]);
        }
        assertThat(count("support_request", organization)).isZero();
        customer.ask("OTHER", "x".repeat(200), "x\r\n".repeat(3_333));
    }

    @Test
    void whoWritesVeryMuchIsToldToWait() throws Exception {
        for (int i = 0; i < 20; i++) {
            customer.ask("OTHER", "Help " + i, "please");
        }
        assertThat(
                        customer.post("/organization/requests", "kind=OTHER", "subject=a", "text=b")
                                .getContentAsString())
                .contains("support.too_many");
    }

    @Test
    void anotherOrganizationsRequestIsNotThere() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        Organization elsewhere = People.organization(directory);
        Pages stranger = Pages.of(mvc, admin(elsewhere));
        String wrong = "/operator/organizations/" + elsewhere.id() + "/requests/" + id;

        assertThat(stranger.status("/organization/requests/" + id)).isEqualTo(404);
        assertThat(
                        stranger.post("/organization/requests/" + id + "/messages", "text=a")
                                .getStatus())
                .isEqualTo(404);
        assertThat(stranger.html("/organization/requests")).doesNotContain(id.toString());
        assertThat(operator.status(wrong)).isEqualTo(404);
        assertThat(operator.post(wrong + "/focus").getStatus()).isEqualTo(404);
        assertThat(operator.post(wrong + "/notes", "text=a").getStatus()).isEqualTo(404);
        assertThat(requests.find(elsewhere.id(), id)).isEmpty();
        assertThat(customer.status("/organization/requests/SR1")).isEqualTo(404);
    }

    @Test
    void anInternalNoteReachesNoPageOfTheCustomer() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        operator.goesOn(path(id) + "/notes", "text=" + SECRET);
        operator.goesOn(path(id) + "/messages", "text=We look at it");

        assertThat(operator.html(path(id))).contains(SECRET, "internal note");
        for (String page :
                List.of(
                        "/organization",
                        "/organization/requests",
                        "/organization/requests/" + id,
                        "/organization/requests/" + id + "?page=1",
                        "/organization/audit",
                        "/organization/audit?subject=" + id,
                        "/organization/audit.csv")) {
            assertThat(customer.html(page))
                    .as(page)
                    .doesNotContain(SECRET, "support.note_written", "internal note");
        }
        assertThat(customer.html("/organization/audit?subject=" + id))
                .contains("support.message_written");
        assertThat(actions(id)).contains("support.note_written");
    }

    @Test
    void anOperatorWritesDownWhatCameByPhoneAndLooksAfterIt() throws Exception {
        String base = "/operator/organizations/" + organization.id() + "/requests";
        assertThat(
                        operator.post(base, "kind=OTHER", "subject=a", "text=b", "channel=PORTAL")
                                .getContentAsString())
                .contains("support.channel_unknown");

        String page =
                operator.goesOn(
                        base, "kind=ENABLE_USERS", "subject=Ten more", "text=Ann", "channel=PHONE");

        assertThat(page).startsWith(base + "/SR");
        assertThat(operator.html(page))
                .contains("by phone", "Looked after by", "you", "Working on");
        assertThat(customer.html(page.replaceAll("/operator.*/requests", "/organization/requests")))
                .contains("Sam", "for you, by phone");
        assertThat(operator.html("/operator/requests?view=MINE")).contains("Ten more");
    }

    @Test
    void ofTwoWhoTakeItAtOnceOneGetsIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            jdbc.sql("delete from rate_limit").update();
            SupportRequestId id = customer.ask("OTHER", "Help", "please");
            Pages olga = Pages.of(mvc, Pages.colleague("Olga"));
            Callable<MockHttpServletResponse> first = () -> operator.post(path(id) + "/owner");
            Callable<MockHttpServletResponse> second = () -> olga.post(path(id) + "/owner");
            try (var both = Executors.newFixedThreadPool(2)) {
                List<Integer> answers =
                        both.invokeAll(List.of(first, second)).stream()
                                .map(done -> done.resultNow().getStatus())
                                .sorted()
                                .toList();
                assertThat(answers).containsExactly(200, 302);
            }
            assertThat(actions(id)).filteredOn("support.request_taken"::equals).hasSize(1);
        }
    }

    @Test
    void aTakenRequestIsHandedOverAndPutBack() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        SignedInOperator olga = Pages.colleague("Olga");
        Pages olgas = Pages.of(mvc, olga);
        operator.goesOn(path(id) + "/owner");

        assertThat(olgas.post(path(id) + "/owner").getContentAsString())
                .contains("support.taken_already", "Sam");
        assertThat(olgas.delete(path(id) + "/owner").getContentAsString())
                .contains("support.owner_changed");
        assertThat(
                        operator.put(
                                        path(id) + "/owner",
                                        "seen=" + sam.id(),
                                        "to=" + Pages.colleague("Nobody").id())
                                .getContentAsString())
                .contains("support.operator_unknown");
        // As a browser's form sends it.
        assertThat(
                        olgas.post(path(id) + "/owner", "_method=put", "seen=", "to=" + olga.id())
                                .getContentAsString())
                .contains("support.owner_changed");
        assertThat(
                        olgas.put(path(id) + "/owner", "seen=" + sam.id(), "to=" + olga.id())
                                .getStatus())
                .isEqualTo(302);
        assertThat(requests.focus(olga.id(), organization.id())).contains(id);
        assertThat(olgas.delete(path(id) + "/owner").getStatus()).isEqualTo(302);
        assertThat(requests.find(organization.id(), id).orElseThrow().owner()).isNull();
        assertThat(requests.focus(olga.id(), organization.id())).isEmpty();
    }

    @Test
    void whoeverWaitsLongestComesFirst() throws Exception {
        jdbc.sql(
                        "update support_request set state = 'DONE', closed_at = now(), waiting_since = null")
                .update();
        SupportRequestId answered = customer.ask("OTHER", "Answered", "a");
        SupportRequestId older = customer.ask("OTHER", "Older", "a");
        SupportRequestId newer = customer.ask("OTHER", "Newer", "a");
        operator.goesOn(path(answered) + "/messages", "text=Done?");
        jdbc.sql("update support_request set waiting_since = now() - interval '1 day' where id = ?")
                .param(older.value())
                .update();
        customer.goesOn("/organization/requests/" + older + "/messages", "text=Hello?");

        String desk = operator.html("/operator/requests");

        assertThat(desk)
                .containsSubsequence(older.toString(), newer.toString(), answered.toString());
        assertThat(operator.html("/operator/requests?view=CLOSED"))
                .doesNotContain(older.toString());
        assertThat(operator.html("/operator/requests?view=OPEN&kind=SET_UP_SSO"))
                .contains("There is no such request");
        assertThat(operator.html("/operator/requests?view=rubbish&kind=rubbish&page=-3"))
                .contains(older.toString());
    }

    @Test
    void aLongHistoryComesInPages() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "the first word");
        for (int i = 0; i < 60; i++) {
            requests.note(Caller.system(organization.id()), id, "Event number " + i + ".");
        }
        String page = "/organization/requests/" + id;
        assertThat(customer.html(page)).contains("Event number 59.").doesNotContain("first word");
        assertThat(customer.html(page + "?page=1")).contains("the first word", "rel=\"next\"");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() throws Exception {
        SupportRequestId id = customer.ask("OTHER", "Help", "please");
        for (String path :
                List.of(path(id) + "/messages", path(id) + "/focus", path(id) + "/owner")) {
            assertThat(
                            mvc.perform(post(path).with(operator.who()).param("text", "a"))
                                    .andReturn()
                                    .getResponse()
                                    .getStatus())
                    .isEqualTo(403);
        }
        assertThat(
                        mvc.perform(
                                        post("/organization/requests")
                                                .with(csrf().useInvalidToken())
                                                .with(customer.who()))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .isEqualTo(403);
    }

    private String path(SupportRequestId id) {
        return Paths.operator(organization.id(), id);
    }

    private int count(String table, Organization of) {
        return jdbc.sql("select count(*) from " + table + " where organization_id = ?")
                .param(of.id().value())
                .query(Integer.class)
                .single();
    }

    private List<String> actions(SupportRequestId id) {
        return jdbc.sql(
                        "select action from audit_record where subject_id = ? and action <> 'support.work_begun' order by at, id")
                .param(id.toString())
                .query(String.class)
                .list();
    }
}
