package dev.latchkey.keptforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.saml.testing.Pem;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Tokens;
import dev.latchkey.testing.Requests;
import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Who has to sign in first goes on where they were, with what they had typed; and nobody else with it. */
@SpringBootTest(properties = "latchkey.data-dir=target/login-test-${random.uuid}")
@AutoConfigureMockMvc
@NullUnmarked
class BackToWhereItWasTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern HIDDEN =
            Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private JdbcClient jdbc;

    private Organization organization;
    private User ada;
    private User bob;

    @BeforeEach
    void twoAdmins() {
        organization = People.organization(directory);
        ada = admin("ada");
        bob = admin("bob");
    }

    private User admin(String name) {
        User user = People.user(directory, organization, name + UUID.randomUUID() + "@example.com");
        jdbc.sql("update app_user set admin = true where id = ?").param(user.id().value()).update();
        directory.setPassword(Caller.system(organization.id()), user.id(), PASSWORD);
        return user;
    }

    @Test
    void aLinkOfAMailLeadsWhereItPointedAfterThePassword() throws Exception {
        String link = "/organization/requests/" + Requests.open(jdbc, organization.id(), "Please");

        MockHttpServletResponse sent = answer(get(link).queryParam("page", "0"));
        assertThat(sent.getRedirectedUrl())
                .isEqualTo("/login?return_to=" + encoded(link + "?page=0"));
        String page = answer(get(URI.create(sent.getRedirectedUrl()))).getContentAsString();
        String returnTo = hidden(page, "return_to");
        String second =
                followed(
                        post("/login")
                                .with(csrf())
                                .param("email", ada.email())
                                .param("return_to", returnTo));
        MockHttpServletResponse in =
                answer(
                        post("/login/password")
                                .with(csrf())
                                .param("email", ada.email())
                                .param("password", PASSWORD)
                                .param("return_to", hidden(second, "return_to")));

        assertThat(in.getRedirectedUrl()).isEqualTo(link + "?page=0");
        assertThat(second).contains("/login/emergency?return_to=", "/login?return_to=");
    }

    @Test
    void aWrongPasswordKeepsTheWayBack() throws Exception {
        String page =
                followed(
                        post("/login/password")
                                .with(csrf())
                                .param("email", ada.email())
                                .param("password", "wrong")
                                .param("return_to", "/organization/audit"));
        assertThat(page).contains("/login?return_to=/organization/audit");
    }

    @Test
    void anOperatorGoesOnWhereALinkPointed() throws Exception {
        String link = "/operator/organizations/" + organization.id() + "/requests";
        String login = answer(get(link)).getRedirectedUrl();
        assertThat(login).isEqualTo("/operator/login?return_to=" + encoded(link));
        assertThat(answer(get(URI.create(login))).getContentAsString())
                .contains("name=\"return_to\" value=\"" + link + "\"");

        // The browser keeps a strict cookie back where the link stood on another site.
        MockHttpServletResponse fromMail =
                answer(get(URI.create(login)).header("Sec-Fetch-Site", "cross-site"));
        String again = fromMail.getHeader("Refresh").replaceAll("^0; url=", "");
        assertThat(answer(get(URI.create(again)).cookie(operator("Olga"))).getRedirectedUrl())
                .isEqualTo(link);
        assertThat(
                        answer(get(URI.create(again)).header("Sec-Fetch-Site", "cross-site"))
                                .getHeader("Refresh"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "//evil.example/x, /operator",
        "https://evil.example/, /operator",
        "/operator/../login, /operator",
        "/operatorx, /operator",
        "/console, /operator",
        "/operator/requests?a=%2F, /operator/requests?a=%2F"
    })
    void anOperatorsSignInLeadsToTheirOwnAreaOnly(String wish, String target) throws Exception {
        assertThat(
                        answer(
                                        get("/operator/login")
                                                .param("return_to", wish)
                                                .cookie(operator("Olga")))
                                .getContentAsString())
                .contains(target.equals(wish) ? "" : "value=\"/operator\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/console, /login",
        "/organization/audit?%22, /login?return_to=%2Forganization%2Faudit%3F%2522",
        "/organization/audit?a=|, /login?return_to=%2Forganization%2Faudit"
    })
    void whatIsNoGoodOfAnAddressIsLeftOut(String path, String target) throws Exception {
        assertThat(
                        answer(
                                        get("/").with(request -> {
                                            request.setRequestURI(path.split("\\?", -1)[0]);
                                            request.setServletPath(path.split("\\?", -1)[0]);
                                            request.setPathInfo(null);
                                            request.setQueryString(
                                                    path.contains("?")
                                                            ? path.split("\\?", -1)[1]
                                                            : null);
                                            return request;
                                        }))
                                .getRedirectedUrl())
                .isEqualTo(target);
    }

    @Test
    void aLongAddressIsLedBackToWithoutItsQuery() throws Exception {
        assertThat(
                        answer(get("/organization/audit").queryParam("q", "a".repeat(2000)))
                                .getRedirectedUrl())
                .isEqualTo("/login?return_to=%2Forganization%2Faudit");
        assertThat(answer(get("/organization/" + "a".repeat(2000))).getRedirectedUrl())
                .isEqualTo("/login");
    }

    @Test
    void whatWasTypedIsShownAfterTheSignInAndSentOnceWhenThePersonSaysSo() throws Exception {
        Cookie session = signedIn(ada);
        end();

        MockHttpServletResponse ended = answer(typed(session).with(csrf()));
        assertThat(ended.getRedirectedUrl()).startsWith("/login?return_to=%2Fconsole%2Fkept%2F");
        assertThat(requests()).isZero();

        String path = kept(ended);
        Cookie again = signedIn(ada);
        String page = answer(get(path).cookie(again)).getContentAsString();
        assertThat(page)
                .contains("You had typed this", "Our &lt;IdP&gt;", "Line one", "Send it now")
                .contains("action=\"/organization/requests\"");
        assertThat(requests()).isZero();

        MockHttpServletRequestBuilder send =
                post("/organization/requests").contentType(FORM).cookie(again).with(csrf());
        Matcher fields = HIDDEN.matcher(page.substring(page.indexOf("You had typed")));
        while (fields.find()) {
            if (!fields.group(1).equals("_csrf") && !fields.group(1).equals("_method")) {
                send.param(
                        fields.group(1),
                        org.springframework.web.util.HtmlUtils.htmlUnescape(fields.group(2)));
            }
        }
        Callable<MockHttpServletResponse> click = () -> answer(send);
        try (var clicks = Executors.newFixedThreadPool(2)) {
            var first = clicks.submit(click);
            var second = clicks.submit(click);
            assertThat(List.of(first.get().getRedirectedUrl(), second.get().getRedirectedUrl()))
                    .anySatisfy(url -> assertThat(url).startsWith("/organization/requests/SR"))
                    .contains(path);
        }
        assertThat(requests()).isOne();
        assertThat(answer(get(path).cookie(again)).getStatus()).isEqualTo(404);
    }

    @Test
    void aPageThatIsTooOldKeepsItToo() throws Exception {
        Cookie session = signedIn(ada);
        MockHttpServletResponse stale = answer(typed(session));
        assertThat(stale.getRedirectedUrl()).startsWith("/console/kept/");
        assertThat(answer(get(stale.getRedirectedUrl()).cookie(session)).getContentAsString())
                .contains("Line one");
        assertThat(requests()).isZero();
    }

    @Test
    void nobodyElseGetsIt() throws Exception {
        Cookie session = signedIn(ada);
        end();
        String path = kept(answer(typed(session).with(csrf())));

        MockHttpServletResponse page = answer(get(path).cookie(signedIn(bob)));
        assertThat(page.getStatus()).isEqualTo(404);
        assertThat(page.getContentAsString())
                .doesNotContain("Line one")
                .contains("Go to the start");
        String token = path.substring(path.lastIndexOf('/') + 1);
        MockHttpServletResponse sent =
                answer(
                        post("/organization/requests")
                                .contentType(FORM)
                                .cookie(signedIn(bob))
                                .with(csrf())
                                .param("_kept", token)
                                .param("subject", "x"));
        assertThat(sent.getRedirectedUrl()).isEqualTo(path);
        assertThat(requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cross-site",
                "same-site",
                "none",
                "evil origin",
                "no word",
                "null origin alone",
                "no cookie",
                "wrong cookie",
                "signed out",
                "file",
                "password",
                "too long",
                "too many",
                "get",
                "key",
                "key without its head"
            })
    void whatMayNotBeKeptIsNot(String kind) throws Exception {
        Cookie session = signedIn(ada);
        if (kind.equals("signed out")) {
            answer(post("/logout").cookie(session).with(csrf()));
        }
        end();
        MockHttpServletRequestBuilder form =
                kind.equals("get") ? get("/organization/requests") : post("/organization/requests");
        form.contentType(kind.equals("file") ? "multipart/form-data" : FORM);
        form.param("text", "Line one");
        String site =
                switch (kind) {
                    case "cross-site", "same-site", "none" -> kind;
                    case "no word", "null origin alone" -> null;
                    default -> "same-origin";
                };
        if (site != null) {
            form.header("Sec-Fetch-Site", site);
        }
        switch (kind) {
            case "evil origin" -> form.header("Origin", "https://evil.example");
            case "null origin alone" -> form.header("Origin", "null");
            case "password" -> form.param("newPassword", "x");
            case "key" -> form.param("pem", "-----BEGIN PRIVATE KEY-----");
            case "key without its head" ->
                    form.param(
                            "certificates",
                            Pem.of(TestIdp.ec("secp256r1").privateKey())
                                    .replaceAll("-----.*-----", ""));
            case "too long" -> form.param("more", "x".repeat(70_000));
            case "too many" -> {
                for (int i = 0; i < 201; i++) {
                    form.param("f" + i, "x");
                }
            }
            default -> {}
        }
        if (kind.equals("wrong cookie")) {
            form.cookie(new Cookie("latchkey_session", "x".repeat(65)));
        } else if (!kind.equals("no cookie")) {
            form.cookie(session);
        }

        assertThat(answer(form.with(csrf())).getRedirectedUrl()).doesNotContain("kept");
        assertThat(
                        jdbc.sql("select count(*) from kept_form where owner = ?")
                                .param(organization.id() + "/" + ada.id())
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void fewOfAPersonAreKept() throws Exception {
        Cookie session = signedIn(ada);
        for (int i = 0; i < 8; i++) {
            answer(typed(session));
        }
        assertThat(
                        jdbc.sql("select count(*) from kept_form where owner = ?")
                                .param(organization.id() + "/" + ada.id())
                                .query(Integer.class)
                                .single())
                .isEqualTo(5);
    }

    @Test
    void anOperatorsFormIsKeptInTheirOwnArea() throws Exception {
        Cookie session = operator("Olga");
        jdbc.sql(
                        "update operator_session set last_seen_at = now() - interval '3 hours' where id_hash = ?")
                .param(Tokens.hash(session.getValue()))
                .update();
        MockHttpServletResponse ended =
                answer(
                        post("/operator/organizations")
                                .contentType(FORM)
                                .cookie(session)
                                .with(csrf())
                                .header("Sec-Fetch-Site", "same-origin")
                                .header("Origin", "null")
                                .param("name", "New customer"));
        assertThat(ended.getRedirectedUrl())
                .startsWith("/operator/login?return_to=%2Foperator%2Fkept%2F");
        String path = kept(ended);
        jdbc.sql("update operator_session set last_seen_at = now() where id_hash = ?")
                .param(Tokens.hash(session.getValue()))
                .update();
        assertThat(answer(get(path).cookie(session)).getContentAsString()).contains("New customer");
        assertThat(answer(get(path).cookie(operator("Otto"))).getStatus()).isEqualTo(404);
        answer(post(path).cookie(session).with(csrf()).param("_method", "delete"));
        assertThat(answer(get(path).cookie(session)).getStatus()).isEqualTo(404);
    }

    @Test
    void whoIsSignedOutAlreadyIsToldThatTheyAre() throws Exception {
        Cookie session = signedIn(ada);
        end();
        assertThat(answer(post("/logout").cookie(session).with(csrf())).getRedirectedUrl())
                .isEqualTo("/login/out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "tr", "de", ""})
    void pagesAreEnglishWhateverIsPreferred(String language) throws Exception {
        java.util.Locale before = java.util.Locale.getDefault();
        java.util.Locale.setDefault(java.util.Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            MockHttpServletRequestBuilder page = get("/login");
            assertThat(
                            answer(
                                            language.isEmpty()
                                                    ? page
                                                    : page.header("Accept-Language", language))
                                    .getHeader("Content-Language"))
                    .isEqualTo("en");
        } finally {
            java.util.Locale.setDefault(before);
        }
    }

    @Test
    void anErrorOfTheOperatorsAreaLeadsBackIntoIt() throws Exception {
        String page =
                answer(
                                get("/error")
                                        .accept("text/html")
                                        .requestAttr("jakarta.servlet.error.status_code", 404)
                                        .requestAttr(
                                                "jakarta.servlet.error.request_uri", "/operator/x"))
                        .getContentAsString();
        assertThat(page).contains("href=\"/operator\">Go to the start");
    }

    private MockHttpServletRequestBuilder typed(Cookie session) {
        return post("/organization/requests")
                .contentType(FORM)
                .cookie(session)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "null")
                .param("kind", "OTHER")
                .param("subject", "Our <IdP>")
                .param("text", "Line one\r\nLine two");
    }

    private void end() {
        jdbc.sql("update session set last_seen_at = now() - interval '9 hours' where user_id = ?")
                .param(ada.id().value())
                .update();
    }

    private int requests() {
        return jdbc.sql("select count(*) from support_request where organization_id = ?")
                .param(organization.id().value())
                .query(Integer.class)
                .single();
    }

    private Cookie signedIn(User user) throws Exception {
        MockHttpServletResponse in =
                answer(
                        post("/login/password")
                                .with(csrf())
                                .param("email", user.email())
                                .param("password", PASSWORD));
        return new Cookie("latchkey_session", in.getCookie("latchkey_session").getValue());
    }

    private Cookie operator(String name) {
        OperatorId id = OperatorId.next();
        String session = Tokens.random();
        jdbc.sql(
                        """
                        insert into operator (id, email, email_key, name, password_hash, created_at)
                        values (?, ?, ?, ?, '{noop}', now())
                        """)
                .params(id.value(), id + "@vendor.example", id + "@vendor.example", name)
                .update();
        jdbc.sql(
                        """
                        insert into operator_session (id_hash, operator_id, created_at, last_seen_at, expires_at)
                        values (?, ?, now(), now(), now() + interval '1 hour')
                        """)
                .params(Tokens.hash(session), id.value())
                .update();
        return new Cookie("latchkey_operator", session);
    }

    /** The page's path, out of the way to the sign-in. */
    private static String kept(MockHttpServletResponse ended) {
        return java.net.URLDecoder.decode(
                ended.getRedirectedUrl().replaceAll(".*return_to=", ""), StandardCharsets.UTF_8);
    }

    private static String hidden(String page, String name) {
        Matcher fields = HIDDEN.matcher(page);
        while (fields.find()) {
            if (fields.group(1).equals(name)) {
                return org.springframework.web.util.HtmlUtils.htmlUnescape(fields.group(2));
            }
        }
        throw new AssertionError("no " + name + " in\n" + page);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String followed(MockHttpServletRequestBuilder request) throws Exception {
        return answer(get(URI.create(answer(request).getRedirectedUrl()))).getContentAsString();
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }
}
