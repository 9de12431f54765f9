package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.testing.WholeServer;
import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** A sign-in in a browser where somebody else is signed in asks before it replaces them (requirement D10). */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class OtherPersonTest {
    private static final String PASSWORD = "correct horse battery";

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Sessions sessions;
    @Autowired EmergencySessions emergency;
    @Autowired JdbcClient jdbc;

    private final Cookie browser = new Cookie("__Host-latchkey_browser", "b".repeat(43));
    private User bob;
    private User alice;
    private Cookie bobs;

    @BeforeEach
    void bobIsSignedIn() {
        Organization b = People.organization(directory);
        Organization a = People.organization(directory);
        bob = People.user(directory, b, "bob-" + People.email());
        alice = People.user(directory, a, "alice-" + People.email());
        bobs = cookie(sessions.begin(bob, Instant.now()));
    }

    @Test
    void aLinkToAnotherIdpAsksBeforeItReplacesAnybody() throws Exception {
        String ticket = ticket(alice);

        MockHttpServletResponse finish = finish(ticket, bobs, browser);

        assertThat(finish.getHeader("Location")).isEqualTo("/login/other?ticket=" + ticket);
        assertThat(finish.getHeaders("Set-Cookie")).isEmpty();
        String page = page(ticket, bobs, browser).getContentAsString();
        assertThat(page).contains("Stay signed in as " + bob.email(), "Go on as " + alice.email());
        assertThat(console(bobs)).contains(bob.email());
    }

    @Test
    void whoGoesOnIsTheOtherAndTheFirstIsSignedOutHere() throws Exception {
        String ticket = ticket(alice);
        finish(ticket, bobs, browser);

        MockHttpServletResponse gone = goOn(ticket, bob, bobs, browser);

        assertThat(gone.getHeader("Location")).isEqualTo("/organization/requests");
        assertThat(console(session(gone))).contains(alice.email());
        assertThat(console(bobs)).isEmpty();
        assertThat(goOn(ticket, bob, session(gone), browser).getCookie(session(gone).getName()))
                .isNull();
    }

    @Test
    void whoGoesBackAfterwardsIsLedToWhereTheyAre() throws Exception {
        String ticket = ticket(alice);
        finish(ticket, bobs, browser);
        Cookie alices = session(goOn(ticket, bob, bobs, browser));
        long failures = failures();

        MockHttpServletResponse back = finish(ticket, alices, browser);

        assertThat(back.getHeader("Location")).isEqualTo("/");
        assertThat(back.getCookie(alices.getName())).isNull();
        assertThat(console(alices)).contains(alice.email());
        assertThat(failures()).isEqualTo(failures);
        assertThat(finish(ticket, bobs, browser).getStatus()).isEqualTo(403);
    }

    private long failures() {
        return jdbc.sql("select count(*) from sign_in_failure").query(Long.class).single();
    }

    @Test
    void whoStaysIsWhoTheyWereAndTheTicketIsOver() throws Exception {
        String ticket = ticket(alice);
        finish(ticket, bobs, browser);

        MockHttpServletResponse stayed =
                send(delete("/login/other").param("ticket", ticket), bobs, browser);

        assertThat(stayed.getHeader("Location")).isEqualTo("/console");
        assertThat(console(bobs)).contains(bob.email());
        assertThat(goOn(ticket, bob, bobs, browser).getStatus()).isEqualTo(403);
        assertThat(console(bobs)).contains(bob.email());
    }

    @Test
    void theSamePersonAgainIsNotAsked() throws Exception {
        MockHttpServletResponse finish = finish(ticket(bob), bobs, browser);

        assertThat(finish.getHeader("Location")).isEqualTo("/organization/requests");
        assertThat(console(session(finish))).contains(bob.email());
        assertThat(console(bobs)).isEmpty();
    }

    @Test
    void whereNobodyIsSignedInAnyMoreNobodyIsAsked() throws Exception {
        sessions.end(bobs.getValue());
        assertThat(finish(ticket(alice), bobs, browser).getHeader("Location"))
                .isEqualTo("/organization/requests");
    }

    @Test
    void anotherBrowserNeitherAsksNorGoesOnNorEndsWhatWaits() throws Exception {
        Cookie other = new Cookie("__Host-latchkey_browser", "x".repeat(43));
        String ticket = ticket(alice);

        assertThat(finish(ticket, bobs, other).getStatus()).isEqualTo(403);
        assertThat(goOn(ticket, bob, bobs, other).getStatus()).isEqualTo(403);
        send(delete("/login/other").param("ticket", ticket), bobs, other);

        assertThat(console(bobs)).contains(bob.email());
        assertThat(goOn(ticket, bob, bobs, browser).getStatus()).isEqualTo(302);
    }

    @Test
    void aTicketThatWaitsForAnAnswerGetsTooOld() throws Exception {
        String ticket = ticket(alice);
        finish(ticket, bobs, browser);
        jdbc.sql(
                        "update session set created_at = created_at - interval '6 minutes' where user_id = ?")
                .param(alice.id().value())
                .update();

        assertThat(goOn(ticket, bob, bobs, browser).getStatus()).isEqualTo(403);
        assertThat(console(bobs)).contains(bob.email());
    }

    /** In another tab somebody else has signed in after the page was shown. */
    @Test
    void anAnswerAboutWhoIsNotSignedInAnyMoreIsAskedAgain() throws Exception {
        String ticket = ticket(alice);
        User carol = People.user(directory, People.organization(directory), People.email());
        Cookie carols = cookie(sessions.begin(carol, Instant.now()));

        MockHttpServletResponse again = goOn(ticket, bob, carols, browser);

        assertThat(again.getHeader("Location")).isEqualTo("/login/other?ticket=" + ticket);
        assertThat(console(carols)).contains(carol.email());
    }

    @Test
    void aDoubleClickGoesOnOnce() throws Exception {
        String ticket = ticket(alice);
        Callable<MockHttpServletResponse> click = () -> goOn(ticket, bob, bobs, browser);
        try (var clicks = Executors.newFixedThreadPool(2)) {
            List<MockHttpServletResponse> answers =
                    clicks.invokeAll(List.of(click, click)).stream()
                            .map(each -> {
                                try {
                                    return each.get();
                                } catch (Exception e) {
                                    throw new AssertionError(e);
                                }
                            })
                            .toList();
            assertThat(answers).allSatisfy(each -> assertThat(each.getStatus()).isEqualTo(302));
            assertThat(answers.stream().filter(each -> each.getHeader("Set-Cookie") != null))
                    .hasSize(1);
        }
    }

    @Test
    void anAnswerWithoutTheFormsTokenChangesNothing() throws Exception {
        String ticket = ticket(alice);
        assertThat(
                        mvc.perform(
                                        post("/login/other")
                                                .param("ticket", ticket)
                                                .param("instead", bob.id().toString())
                                                .cookie(bobs, browser))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .isEqualTo(403);
        assertThat(console(bobs)).contains(bob.email());
    }

    @Test
    void aPasswordOfAnotherPersonAsksToo() throws Exception {
        directory.setPassword(Caller.system(alice.organization()), alice.id(), PASSWORD);

        MockHttpServletResponse signedIn =
                send(
                        post("/login/password")
                                .param("email", alice.email())
                                .param("password", PASSWORD)
                                .param("return_to", "/console?from=here"),
                        bobs,
                        browser);

        String asked = signedIn.getHeader("Location");
        assertThat(asked).startsWith("/login/other?ticket=");
        assertThat(console(bobs)).contains(bob.email());
        MockHttpServletResponse gone =
                goOn(asked.substring("/login/other?ticket=".length()), bob, bobs, browser);
        assertThat(gone.getHeader("Location")).isEqualTo("/console?from=here");
        assertThat(console(session(gone))).contains(alice.email());
    }

    @Test
    void onesOwnPasswordReplacesOnesSessionUnasked() throws Exception {
        directory.setPassword(Caller.system(bob.organization()), bob.id(), PASSWORD);
        bobs = cookie(sessions.begin(bob, Instant.now()));

        MockHttpServletResponse signedIn =
                send(
                        post("/login/password")
                                .param("email", bob.email())
                                .param("password", PASSWORD),
                        bobs);

        assertThat(signedIn.getHeader("Location")).isEqualTo("/console");
        assertThat(console(session(signedIn))).contains(bob.email());
        assertThat(console(bobs)).isEmpty();
    }

    @Test
    void aRecoveryCodeOfAnotherPersonAsksToo() throws Exception {
        var request = new org.springframework.mock.web.MockHttpServletRequest();
        request.setCookies(bobs, browser);
        var response = new MockHttpServletResponse();

        String asked =
                emergency.handOver(
                        emergency.begin(alice, Instant.now()), Purpose.of(null), request, response);

        assertThat(asked).startsWith("/login/other?ticket=");
        assertThat(response.getHeaders("Set-Cookie")).isEmpty();
        assertThat(console(bobs)).contains(bob.email());
        assertThat(
                        goOn(asked.substring("/login/other?ticket=".length()), bob, bobs, browser)
                                .getHeader("Location"))
                .isEqualTo("/organization/emergency/used");
    }

    /** As the ACS leaves one for the browser that asked. */
    private String ticket(User user) {
        String id = sessions.begin(user, Instant.now());
        sessions.park(id, browser.getValue(), Purpose.of("/organization/requests"));
        return id;
    }

    private MockHttpServletResponse finish(String ticket, Cookie... cookies) throws Exception {
        return mvc.perform(get("/login/finish").param("ticket", ticket).cookie(cookies))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse page(String ticket, Cookie... cookies) throws Exception {
        return mvc.perform(get("/login/other").param("ticket", ticket).cookie(cookies))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse goOn(String ticket, User present, Cookie... cookies)
            throws Exception {
        return send(
                post("/login/other")
                        .param("ticket", ticket)
                        .param("instead", present.id().toString()),
                cookies);
    }

    private MockHttpServletResponse send(MockHttpServletRequestBuilder request, Cookie... cookies)
            throws Exception {
        return mvc.perform(
                        request.cookie(cookies)
                                .with(csrf())
                                .with(each -> {
                                    each.setRemoteAddr("192.0.2." + (int) (Math.random() * 255));
                                    return each;
                                }))
                .andReturn()
                .getResponse();
    }

    /** The console's page, empty for who is sent to the sign-in. */
    private String console(Cookie session) throws Exception {
        return mvc.perform(get("/console").cookie(session))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private static Cookie cookie(String id) {
        return new Cookie("__Host-latchkey_session", id);
    }

    private static Cookie session(MockHttpServletResponse response) {
        return cookie(response.getCookie("__Host-latchkey_session").getValue());
    }
}
