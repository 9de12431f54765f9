package dev.latchkey.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Secret;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

/** How operators come to be, sign in, and stop being operators. */
@SpringBootTest(properties = "latchkey.data-dir=target/operators-test-${random.uuid}")
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
class OperatorsTest {
    private static final String PASSWORD = "four words in a row";

    @Autowired private MockMvc mvc;
    @Autowired private Operators operators;
    @Autowired private Invitations invitations;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;

    @BeforeEach
    void nobody() {
        jdbc.sql("delete from operator_session").update();
        jdbc.sql("delete from operator_invitation").update();
        jdbc.sql("delete from operator").update();
        jdbc.sql("delete from rate_limit").update();
    }

    @Test
    void theFirstLinkMakesOneOperatorWhoIsSignedIn() throws Exception {
        String token = token(invitations.first().orElseThrow());

        assertThat(setupPage(token)).contains("Become an operator", "This link works once");
        MockHttpServletResponse made = accept(token, "ada@vendor.example", PASSWORD);

        assertThat(made.getHeader("Location")).isEqualTo("/operator");
        assertThat(made.getHeader("Set-Cookie"))
                .startsWith("latchkey_operator=")
                .contains("HttpOnly", "SameSite=Strict");
        assertThat(page("/operator/operators", made.getCookie("latchkey_operator")).getStatus())
                .isEqualTo(200);
        assertThat(actions()).contains("operator.created", "operator.link_made");
    }

    @Test
    void aLinkWorksOnce() throws Exception {
        Secret link = invite(operator("ada@vendor.example"));
        accept(token(link), "bob@vendor.example", PASSWORD);

        assertThat(accept(token(link), "eve@vendor.example", PASSWORD).getContentAsString())
                .contains("This link has already been used");
        assertThat(operators.all()).hasSize(2);
    }

    @Test
    void aLinkDiesWithItsMakersRightToMakeIt() throws Exception {
        Operator ada = operator("ada@vendor.example");
        Operator mallory = operator("mallory@vendor.example");
        String token = token(invite(mallory));

        operators.setActive(Actor.SYSTEM, mallory.id(), false);

        assertThat(setupPage(token)).contains("no longer needed");
        assertThat(accept(token, "mallory2@vendor.example", PASSWORD).getStatus()).isEqualTo(403);
        operators.setActive(Actor.SYSTEM, mallory.id(), true);
        assertThat(accept(token, "mallory2@vendor.example", PASSWORD).getStatus()).isEqualTo(403);
        assertThat(operators.all())
                .extracting(Operator::id)
                .containsExactlyInAnyOrder(ada.id(), mallory.id());
        assertThat(actions()).contains("operator.link_withdrawn");
    }

    @Test
    void aLinkUsedWhileItsMakerIsBeingDisabledWaitsAndMakesNobody() throws Exception {
        operator("ada@vendor.example");
        Operator mallory = operator("mallory@vendor.example");
        String token = token(invite(mallory));
        try (var people = Executors.newFixedThreadPool(2)) {
            var used =
                    transaction.execute(status -> {
                        operators.setActive(Actor.SYSTEM, mallory.id(), false);
                        var waiting =
                                people.submit(() -> accept(token, "eve@vendor.example", PASSWORD));
                        await().untilAsserted(() ->
                                assertThat(
                                                jdbc.sql(
                                                                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%for share%'")
                                                        .query(Integer.class)
                                                        .single())
                                        .isPositive());
                        return waiting;
                    });
            assertThat(used.get().getStatus()).isEqualTo(403);
        }
        assertThat(operators.all()).hasSize(2);
    }

    @Test
    void aMakerDisabledWhileTheirLinkIsUsedWaitsUntilItIsUsed() throws Exception {
        operator("ada@vendor.example");
        Operator bob = operator("bob@vendor.example");
        String token = token(invite(bob));
        List<Callable<Object>> both =
                List.of(
                        () -> accept(token, "carol@vendor.example", PASSWORD),
                        () -> operators.setActive(Actor.SYSTEM, bob.id(), false));
        try (var people = Executors.newFixedThreadPool(2)) {
            for (var each : people.invokeAll(both)) {
                each.get();
            }
        }
        assertThat(operators.find(bob.id()).orElseThrow().active()).isFalse();
        assertThat(invitations.open()).isEmpty();
        assertThat(accept(token, "dave@vendor.example", PASSWORD).getStatus()).isEqualTo(403);
    }

    @Test
    void whoIsDisabledMakesNoLinkAnyMore() {
        operator("ada@vendor.example");
        Operator mallory = operator("mallory@vendor.example");
        operators.setActive(Actor.SYSTEM, mallory.id(), false);

        assertThat(invitations.colleague(Actor.SYSTEM, mallory.id()))
                .isInstanceOf(Result.Refused.class);
    }

    @Test
    void openLinksAreListedWithTheirMakerAndWithdrawn() throws Exception {
        operator("ada@vendor.example");
        Cookie session = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");
        String token = token(invite(operator("bob@vendor.example", "Bob Builder")));

        String page = page("/operator/operators", session).getContentAsString();
        assertThat(page).contains("Open links", "Withdraw the link made by Bob Builder");
        assertThat(page).doesNotContain(token);
        var link = Pattern.compile("/operator/operators/invitations/[0-9a-f-]{36}").matcher(page);
        assertThat(link.find()).isTrue();

        int before = withdrawn();
        for (int twice = 0; twice < 2; twice++) {
            assertThat(send(delete(link.group()).cookie(session)).getHeader("Location"))
                    .isEqualTo("/operator/operators");
        }

        assertThat(page("/operator/operators", session).getContentAsString())
                .doesNotContain("Open links");
        assertThat(accept(token, "eve@vendor.example", PASSWORD).getStatus()).isEqualTo(403);
        assertThat(withdrawn()).isEqualTo(before + 1);
    }

    @Test
    void theRecordOfANewOperatorSaysWhoInvitedThem() throws Exception {
        Operator ada = operator("ada@vendor.example", "Ada Admin");
        accept(token(invite(ada)), "bob@vendor.example", PASSWORD);

        assertThat(
                        jdbc.sql(
                                        "select detail::text from audit_record where action = 'operator.created' order by at desc, id desc limit 1")
                                .query(String.class)
                                .single())
                .contains("Ada Admin", ada.id().toString());
    }

    @Test
    void aChangedPasswordEndsTheLinksThatWereMadeWithTheOldOne() throws Exception {
        Operator ada = operator("ada@vendor.example");
        Cookie here = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");
        String token = token(invite(ada));

        send(
                post("/operator/password")
                        .param("present", PASSWORD)
                        .param("wanted", "other words in a row")
                        .cookie(here));

        assertThat(accept(token, "eve@vendor.example", PASSWORD).getStatus()).isEqualTo(403);
    }

    @Test
    void ofTheLinksThatLetSomebodyBackInOneIsUsed() throws Exception {
        operator("ada@vendor.example");
        List<String> tokens = List.of(token(invitations.recovery()), token(invitations.recovery()));

        assertThat(accept(tokens.get(1), "bob@vendor.example", PASSWORD).getStatus())
                .isEqualTo(302);
        assertThat(accept(tokens.get(0), "eve@vendor.example", PASSWORD).getStatus())
                .isEqualTo(403);
    }

    @Test
    void aFirstLinkIsGoodForNothingOnceThereIsAnOperator() throws Exception {
        String token = token(invitations.first().orElseThrow());
        operator("ada@vendor.example");

        assertThat(setupPage(token)).contains("This link has already been used");
        accept(token, "eve@vendor.example", PASSWORD);

        assertThat(operators.all()).hasSize(1);
        assertThat(invitations.first()).isEmpty();
    }

    @Test
    void twoFirstLinksUsedAtOnceMakeOneOperator() throws Exception {
        List<String> tokens =
                List.of(
                        token(invitations.first().orElseThrow()),
                        token(invitations.first().orElseThrow()));
        List<Callable<MockHttpServletResponse>> both =
                List.of(
                        () -> accept(tokens.get(0), "ada@vendor.example", PASSWORD),
                        () -> accept(tokens.get(1), "bob@vendor.example", PASSWORD));
        try (var people = Executors.newFixedThreadPool(2)) {
            people.invokeAll(both);
        }
        assertThat(operators.all()).hasSize(1);
    }

    @Test
    void aLinkGetsOld() throws Exception {
        String token = token(invitations.first().orElseThrow());
        jdbc.sql("update operator_invitation set expires_at = now() - interval '1 second'")
                .update();
        accept(token, "ada@vendor.example", PASSWORD);
        assertThat(operators.any()).isFalse();
    }

    @Test
    void aRefusedFormLeavesTheLinkGoodAndKeepsWhatWasTyped() throws Exception {
        String token = token(invitations.first().orElseThrow());

        assertThat(accept(token, "ada@vendor.example", "short").getContentAsString())
                .contains("at least 12 characters", "value=\"ada@vendor.example\"")
                .doesNotContain("value=\"short\"");
        assertThat(accept(token, "ada@vendor.example", PASSWORD).getStatus()).isEqualTo(302);
    }

    @Test
    void anOperatorSignsInAndOut() throws Exception {
        operator("ada@vendor.example");

        Cookie session = signIn("ADA@vendor.example", PASSWORD).getCookie("latchkey_operator");
        assertThat(page("/operator/operators", session).getStatus()).isEqualTo(200);

        send(post("/operator/logout").cookie(session));
        assertThat(page("/operator/operators", session).getHeader("Location"))
                .isEqualTo("/operator/login?return_to=%2Foperator%2Foperators");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong words in a row", "", "four words in a row "})
    void aWrongPasswordIsRefusedAndRecorded(String password) throws Exception {
        operator("ada@vendor.example");
        MockHttpServletResponse answer = signIn("ada@vendor.example", password);
        assertThat(answer.getStatus()).isEqualTo(403);
        assertThat(answer.getCookie("latchkey_operator")).isNull();
        assertThat(actions()).contains("operator.sign_in_refused");
    }

    @Test
    void anUnknownAddressReadsLikeAWrongPassword() throws Exception {
        operator("ada@vendor.example");
        assertThat(withoutToken(signIn("eve@vendor.example", PASSWORD)).replace("eve@", "ada@"))
                .isEqualTo(withoutToken(signIn("ada@vendor.example", "wrong words in a row")));
    }

    @Test
    void aStrangersWrongTriesKeepNoOperatorOut() throws Exception {
        operator("ada@vendor.example");
        for (int i = 0; i < 11; i++) {
            assertThat(signIn("ada@vendor.example", "wrong words in a row").getStatus())
                    .isEqualTo(403);
        }
        MockHttpServletResponse in = signIn("ada@vendor.example", PASSWORD);
        assertThat(in.getStatus()).isEqualTo(302);
        assertThat(in.getHeaders("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie)
                                .startsWith("latchkey_device=")
                                .contains("HttpOnly", "SameSite=Lax"));
        for (int i = 0; i < 12; i++) {
            assertThat(signIn("ada@vendor.example", PASSWORD).getStatus()).isEqualTo(302);
        }
    }

    @Test
    void aNetworkThatIsWrongTooOftenHasToWaitAndAKnownBrowserThereHasNot() throws Exception {
        operator("ada@vendor.example");
        Cookie device = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_device");
        signIn("nobody@vendor.example", PASSWORD);
        jdbc.sql("update rate_limit set level = 100, at = now() where most = 100").update();
        assertThat(signIn("ada@vendor.example", PASSWORD).getStatus()).isEqualTo(429);
        assertThat(
                        send(post("/operator/login")
                                        .param("email", "ada@vendor.example")
                                        .param("password", PASSWORD)
                                        .cookie(device))
                                .getStatus())
                .isEqualTo(302);
    }

    @Test
    void thePresentPasswordCannotBeGuessedInASessionAndWrongOnesAreRecorded() throws Exception {
        operator("ada@vendor.example");
        Cookie session = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");
        for (int i = 0; i < 12; i++) {
            change(session, "wrong words in a row");
        }

        assertThat(change(session, PASSWORD)).contains("wrong too often");
        assertThat(actions()).filteredOn("operator.password_refused"::equals).hasSize(10);
        assertThat(signIn("ada@vendor.example", PASSWORD).getStatus()).isEqualTo(302);
    }

    private String change(Cookie session, String present) throws Exception {
        return send(post("/operator/password")
                        .param("present", present)
                        .param("wanted", "other words in a row")
                        .cookie(session))
                .getContentAsString();
    }

    @Test
    void whoIsDisabledIsOutAtOnceAndStaysOut() throws Exception {
        operator("ada@vendor.example");
        Operator bob = operator("bob@vendor.example");
        Cookie adas = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");
        Cookie bobs = signIn("bob@vendor.example", PASSWORD).getCookie("latchkey_operator");

        send(delete("/operator/operators/" + bob.id() + "/activation").cookie(adas));

        assertThat(page("/operator/operators", bobs).getStatus()).isEqualTo(302);
        assertThat(signIn("bob@vendor.example", PASSWORD).getStatus()).isEqualTo(403);
    }

    @Test
    void theLastOperatorCannotBeDisabled() {
        OperatorId id = operator("ada@vendor.example").id();
        assertThat(operators.setActive(Actor.SYSTEM, id, false))
                .isInstanceOfSatisfying(
                        Result.Refused.class,
                        refused ->
                                assertThat(refused.problems().toString()).contains("LAST_ACTIVE"));
    }

    @Test
    void anotherOperatorsSessionIsNotReplacedUnasked() throws Exception {
        Operator ada = operator("ada@vendor.example", "Ada Admin");
        operator("bob@vendor.example");
        Cookie adas = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");
        var bob =
                post("/operator/login")
                        .param("email", "bob@vendor.example")
                        .param("password", PASSWORD)
                        .cookie(adas);

        MockHttpServletResponse asked = send(bob);

        assertThat(asked.getStatus()).isEqualTo(409);
        assertThat(asked.getContentAsString()).contains("You are signed in here as", "Ada Admin");
        assertThat(asked.getCookie("latchkey_operator")).isNull();
        assertThat(page("/operator/operators", adas).getStatus()).isEqualTo(200);
        assertThat(send(bob.param("instead", ada.id().toString())).getStatus()).isEqualTo(302);
        assertThat(page("/operator/operators", adas).getStatus()).isEqualTo(302);
    }

    @Test
    void aLinkForANewOperatorReplacesNoSessionUnasked() throws Exception {
        Operator ada = operator("ada@vendor.example");
        Cookie adas = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");
        var setup =
                post("/operator/setup")
                        .param("token", token(invite(ada)))
                        .param("email", "bob@vendor.example")
                        .param("name", "Bob")
                        .param("password", PASSWORD)
                        .cookie(adas);

        assertThat(send(setup).getStatus()).isEqualTo(409);
        assertThat(operators.all()).hasSize(1);
        assertThat(page("/operator/operators", adas).getStatus()).isEqualTo(200);
        assertThat(send(setup.param("instead", ada.id().toString())).getStatus()).isEqualTo(302);
    }

    @Test
    void anIdleSessionEnds() throws Exception {
        operator("ada@vendor.example");
        Cookie session = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");
        jdbc.sql("update operator_session set last_seen_at = now() - make_interval(secs => ?)")
                .param(OperatorSessions.IDLE.plus(Duration.ofSeconds(5)).toSeconds())
                .update();
        assertThat(page("/operator/operators", session).getStatus()).isEqualTo(302);
    }

    @Test
    void aChangedPasswordEndsTheOtherSessions() throws Exception {
        operator("ada@vendor.example");
        Cookie here = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");
        Cookie there = signIn("ada@vendor.example", PASSWORD).getCookie("latchkey_operator");

        send(
                post("/operator/password")
                        .param("present", PASSWORD)
                        .param("wanted", "other words in a row")
                        .cookie(here));

        assertThat(page("/operator/password", here).getStatus()).isEqualTo(200);
        assertThat(page("/operator/password", there).getStatus()).isEqualTo(302);
        assertThat(signIn("ada@vendor.example", "other words in a row").getStatus()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/operator", "/operator/operators", "/operator/password", "/operator/audit"})
    void nobodyElseGetsIn(String path) throws Exception {
        assertThat(
                        page(path, new Cookie("latchkey_operator", "x".repeat(43)))
                                .getHeader("Location"))
                .isEqualTo(
                        path.equals("/operator")
                                ? "/operator/login"
                                : "/operator/login?return_to=" + path.replace("/", "%2F"));
        assertThat(mvc.perform(post(path)).andReturn().getResponse().getStatus()).isEqualTo(403);
    }

    private Operator operator(String email) {
        return operator(email, "Somebody");
    }

    private Operator operator(String email, String name) {
        return ((Result.Ok<Operator>)
                        operators.create(Actor.SYSTEM, email, name, new Secret(PASSWORD)))
                .value();
    }

    private Secret invite(Operator by) {
        return ((Result.Ok<Secret>) invitations.colleague(Actor.SYSTEM, by.id())).value();
    }

    private static String token(Secret link) {
        return link.reveal().substring(link.reveal().indexOf("token=") + 6);
    }

    private String setupPage(String token) throws Exception {
        return mvc.perform(get("/operator/setup").param("token", token))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private MockHttpServletResponse accept(String token, String email, String password)
            throws Exception {
        return send(
                post("/operator/setup")
                        .param("token", token)
                        .param("email", email)
                        .param("name", "Somebody")
                        .param("password", password));
    }

    private MockHttpServletResponse signIn(String email, String password) throws Exception {
        return send(post("/operator/login").param("email", email).param("password", password));
    }

    private MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.with(csrf())).andReturn().getResponse();
    }

    private MockHttpServletResponse page(String path, Cookie session) throws Exception {
        return mvc.perform(get(path).cookie(Objects.requireNonNull(session)))
                .andReturn()
                .getResponse();
    }

    private static String withoutToken(MockHttpServletResponse response) throws Exception {
        return response.getContentAsString().replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }

    private int withdrawn() {
        return jdbc.sql(
                        "select count(*) from audit_record where action = 'operator.link_withdrawn'")
                .query(Integer.class)
                .single();
    }

    private List<String> actions() {
        return jdbc.sql("select action from audit_record order by at desc limit 20")
                .query(String.class)
                .list();
    }
}
