package dev.latchkey.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.cohorts.ListRules;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.shared.CohortId;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** An organization with a connection and a list of users, and what people do on the review's pages. */
@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = {
            "latchkey.data-dir=target/review-test-${random.uuid}",
            "latchkey.base-url=https://sso.example.com"
        })
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
abstract class Review {
    static final GreenMail SMTP = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Cohorts cohorts;
    @Autowired ReviewFindings answers;
    @Autowired JdbcClient jdbc;

    Organization organization;
    UUID connection;
    CohortId cohortId;

    /** In every address of a test, so that tests do not meet. */
    String tag;

    @DynamicPropertySource
    static void smtp(DynamicPropertyRegistry registry) {
        if (!SMTP.isRunning()) {
            SMTP.start();
        }
        registry.add("latchkey.smtp-url", () -> "smtp://127.0.0.1:" + SMTP.getSmtp().getPort());
    }

    @BeforeEach
    void aListOfUsers() {
        jdbc.sql("delete from rate_limit").update();
        tag = Long.toString(System.nanoTime(), 36).toLowerCase(Locale.ROOT);
        organization = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        connection = UUID.randomUUID();
        cohortId = CohortId.next();
        UUID org = organization.id().value();
        UUID rollout = UUID.randomUUID();
        jdbc.sql(
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                            email_source, signature_policy, encryption_policy, created_at, updated_at)
                        values (?, ?, 'IdP', 'https://idp.example', 'https://idp.example/sso', 'HTTP_POST', 'NAME_ID',
                            'RESPONSE', 'ALLOWED', now(), now())
                        """)
                .params(org, connection)
                .update();
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by)
                        values (?, ?, ?, now(), 'test')
                        """)
                .params(org, rollout, connection)
                .update();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state, created_at,
                            created_by)
                        values (?, ?, ?, ?, 'Everybody', 'REVIEW', now(), 'test')
                        """)
                .params(org, cohortId.value(), rollout, connection)
                .update();
        jdbc.sql(
                        """
                        insert into cohort_revision (organization_id, cohort_id, revision, made_at, made_by, users_in,
                            users_out) values (?, ?, 1, now(), 'test', 0, 0)
                        """)
                .params(org, cohortId.value())
                .update();
    }

    Cohort cohort() {
        return cohorts.find(organization.id(), cohortId).orElseThrow();
    }

    /** An address of this test. */
    String at(String local) {
        return local + "@" + tag + ".example";
    }

    User listed(String email, String name) {
        return listed(email, name, User.Kind.PERSON);
    }

    /** A user in the list. */
    User listed(String email, String name, User.Kind kind) {
        User user =
                People.ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(email, name, false, kind)));
        list(user, "IN", null);
        return user;
    }

    User outside(String email) {
        User user =
                People.ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(email, "Connie Contractor", false)));
        list(user, "OUT", ListRules.OUTSIDE);
        return user;
    }

    void list(User user, String decision, String reason) {
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision, reason) values (?, ?, ?, 1, ?, lower(?), ?, 'DOMAIN', ?, ?)
                        """)
                .params(
                        organization.id().value(),
                        cohortId.value(),
                        user.id().value(),
                        user.email(),
                        user.email(),
                        user.name(),
                        decision,
                        reason)
                .update();
    }

    void signedIn(User user) {
        jdbc.sql(
                        """
                        insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
                        values (?, ?, ?, now(), now())
                        """)
                .params(organization.id().value(), user.id().value(), connection)
                .update();
    }

    RequestPostProcessor admin() {
        return People.admin(organization.id());
    }

    static String customer(CohortId cohort) {
        return "/organization/cohorts/" + cohort;
    }

    String customer() {
        return customer(cohortId);
    }

    String operator() {
        return "/operator/organizations/" + organization.id() + "/cohorts/" + cohortId;
    }

    MockHttpServletResponse send(AbstractMockHttpServletRequestBuilder<?> request)
            throws Exception {
        return mvc.perform(request.with(csrf())).andReturn().getResponse();
    }

    /** The admin's page. */
    String page(String path) throws Exception {
        MockHttpServletResponse answer = send(get(customer() + path).with(admin()));
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsString();
    }

    MockHttpServletResponse upload(String name, byte[] content) throws Exception {
        return send(
                multipart(customer() + "/comparison")
                        .file(new MockMultipartFile("file", name, "text/csv", content))
                        .with(admin()));
    }

    MockHttpServletResponse upload(String name, String content) throws Exception {
        return upload(name, content.getBytes(StandardCharsets.UTF_8));
    }

    MockHttpServletResponse confirm(String... fields) throws Exception {
        var request =
                post(customer() + "/comparison/columns")
                        .with(admin())
                        .param("seen", Forms.any(mvc, customer() + "/comparison/columns", admin()));
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return send(request);
    }

    /** Uploads addresses with names and has them read. */
    void idpHas(String... lines) throws Exception {
        assertThat(
                        upload("idp.csv", "email,name,status\n" + String.join("\n", lines) + "\n")
                                .getHeader("Location"))
                .endsWith("/comparison/columns");
        assertThat(
                        confirm(
                                        "header",
                                        "true",
                                        "address",
                                        "0",
                                        "name",
                                        "1",
                                        "status",
                                        "2",
                                        "inactive",
                                        "suspended")
                                .getHeader("Location"))
                .endsWith("/readiness");
    }

    List<String> found(FindingKind kind) {
        answers.unsettled(cohort());
        return jdbc.sql(
                        """
                        select u.email || coalesce(' > ' || f.likely_email, '') || coalesce(' ' || f.why, '')
                        from cohort_finding f join app_user u on u.id = f.user_id
                        where f.cohort_id = ? and f.kind = ? order by u.email_key
                        """)
                .params(cohortId.value(), kind.name())
                .query(String.class)
                .list();
    }

    MockHttpServletResponse act(String place, FindingKind kind, String what, String... fields)
            throws Exception {
        return act(
                place,
                kind,
                what,
                place.startsWith("/operator") ? People.operator() : admin(),
                fields);
    }

    MockHttpServletResponse act(
            String place, FindingKind kind, String what, RequestPostProcessor who, String... fields)
            throws Exception {
        String page = place + "/readiness/" + kind.path();
        var request = post(page + "/" + what).with(who).param("seen", Forms.any(mvc, page, who));
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return send(request);
    }

    MockHttpServletResponse remove(String path) throws Exception {
        String action = customer() + path.replaceAll("\\?.*", "");
        String page = action.replaceAll("/acceptance$", "?show=accepted");
        String html = send(get(page).with(admin())).getContentAsString();
        return send(
                delete(customer() + path)
                        .with(admin())
                        .param(
                                "seen",
                                html.contains("action=\"" + action + "\"")
                                        ? Forms.seen(html, action)
                                        : Forms.any(html)));
    }

    int count(String sql, Object... values) {
        return jdbc.sql(sql).params(values).query(Integer.class).single();
    }
}
