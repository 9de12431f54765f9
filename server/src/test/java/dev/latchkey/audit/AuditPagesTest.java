package dev.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.LatchkeyApplication;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.testing.OtherAction;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;

/** Who sees what of the log, and how it is searched. */
@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = {
            "latchkey.data-dir=${java.io.tmpdir}/latchkey-test-${random.uuid}",
            "latchkey.base-url=https://sso.example.com"
        })
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
class AuditPagesTest {
    private static final Pattern OLDER = Pattern.compile("rel=\"next\"\\s+href=\"([^\"]+)\"");

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Audit audit;
    @Autowired JdbcClient jdbc;
    @Autowired DataSource dataSource;
    @Autowired TransactionTemplate transaction;
    @Autowired org.springframework.transaction.PlatformTransactionManager transactions;

    private Organization organization;
    private User user;
    private String page;

    @BeforeEach
    void anOrganization() {
        organization = People.organization(directory);
        user = People.user(directory, organization, People.email());
        page = "/operator/organizations/" + organization.id() + "/audit";
    }

    @Test
    void anOperatorSeesWhoDidWhatWithTheDetails() throws Exception {
        assertThat(html(page, People.operator()))
                .contains("organization.created", "user.created", user.id().toString())
                .contains(user.email(), organization.name(), "Latchkey");
        assertThat(html("/operator/audit?organization=" + organization.id(), People.operator()))
                .contains("user.created", organization.name());
    }

    @Test
    void anAdminSeesTheirOwnOrganizationWhateverTheyAskFor() throws Exception {
        Organization other = People.organization(directory);
        User stranger = People.user(directory, other, People.email());
        RequestPostProcessor admin = People.admin(organization.id());

        assertThat(html("/organization/audit", admin)).contains(user.email());
        for (String query :
                List.of(
                        "?organization=" + other.id(),
                        "?subject=" + stranger.id(),
                        "?organization=" + other.id() + "&subject=" + stranger.id(),
                        "?actor=Latchkey&organization=" + other.id())) {
            assertThat(html("/organization/audit" + query, admin))
                    .doesNotContain(stranger.email(), other.name());
            assertThat(html("/organization/audit.csv" + query, admin))
                    .doesNotContain(stranger.email(), other.name());
        }
    }

    @Test
    void onlyOperatorsSeeTheWholeLogAndOnlyAdminsTheirOwn() throws Exception {
        for (String path : List.of("/operator/audit", "/operator/audit.csv", page, page + ".csv")) {
            assertThat(status(path, People.admin(organization.id()))).as(path).isEqualTo(404);
            assertThat(status(path, People.plainUser(organization.id()))).as(path).isEqualTo(404);
        }
        for (String path : List.of("/organization/audit", "/organization/audit.csv")) {
            assertThat(status(path, People.plainUser(organization.id()))).as(path).isEqualTo(404);
            assertThat(status(path, People.operator())).as(path).isEqualTo(404);
        }
        assertThat(
                        mvc.perform(
                                        post("/operator/audit/verification")
                                                .with(People.admin(organization.id()))
                                                .with(csrf()))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .isEqualTo(404);
    }

    @Test
    void anOrganizationThatIsNotThereHasNoLog() throws Exception {
        String nobody = "/operator/organizations/OR" + "0".repeat(32) + "/audit";
        assertThat(status(nobody, People.operator())).isEqualTo(404);
        assertThat(status(nobody + ".csv", People.operator())).isEqualTo(404);
    }

    @Test
    void theLogIsNarrowedByEveryFilter() throws Exception {
        People.user(directory, organization, People.email());
        String today = LocalDate.now(ZoneOffset.UTC).toString();

        assertThat(found("subject=" + user.id())).isOne();
        assertThat(found("subject=" + user.id().toString().toLowerCase(java.util.Locale.ROOT)))
                .isOne();
        assertThat(found("action=user.")).isEqualTo(2);
        assertThat(found("action=user.created&from=" + today + "&to=" + today)).isEqualTo(2);
        assertThat(found("actor=LATCH")).isEqualTo(3);
        assertThat(found("actor=%25")).isZero();
        assertThat(found("to=1999-12-31")).isZero();
        assertThat(found("from=2999-12-31")).isZero();
        assertThat(found("actor=OP" + "0".repeat(32))).isZero();
    }

    @Test
    void anOperatorsRecordsAreFoundByTheirSid() throws Exception {
        Actor sam = new Actor(Actor.Kind.OPERATOR, People.OPERATOR.id().toString(), "Sam");
        directory.setPassword(
                new Caller(Caller.Kind.OPERATOR, sam, organization.id()),
                user.id(),
                "a good long password");

        assertThat(found("actor=" + People.OPERATOR.id())).isOne();
    }

    @Test
    void whatIsNoFilterIsSaidAndFindsNothing() throws Exception {
        for (String query :
                List.of("from=yesterday", "to=2026-02-30", "to=99999-01-01", "before=x_y")) {
            assertThat(html(page + "?" + query, People.operator()))
                    .contains("role=\"alert\"")
                    .doesNotContain("user.created");
            assertThat(status(page + ".csv?" + query, People.operator())).isEqualTo(400);
        }
        assertThat(html("/operator/audit?organization=Acme", People.operator()))
                .contains("role=\"alert\"");
        for (String field : List.of("actor", "action", "subject")) {
            assertThat(
                            mvc.perform(get(page).param(field, "\0%_\\'").with(People.operator()))
                                    .andReturn()
                                    .getResponse()
                                    .getContentAsString())
                    .contains("Nothing was found");
        }
    }

    @Test
    void theLogIsPagedWithoutLossOrRepetition() throws Exception {
        Map<String, Map<String, String>> many = new java.util.TreeMap<>();
        for (int i = 0; i < 120; i++) {
            many.put("XX%03d".formatted(i), Map.of());
        }
        // All at one moment: only the id tells them apart.
        transaction.executeWithoutResult(status ->
                audit.recordAll(
                        Caller.system(organization.id()), new OtherAction("many"), "x", many));

        List<String> seen = new java.util.ArrayList<>();
        String next = page + "?action=many";
        int pages = 0;
        while (next != null) {
            String html = html(next, People.operator());
            Matcher subjects = Pattern.compile("<code>(XX\\d{3})</code>").matcher(html);
            while (subjects.find()) {
                seen.add(subjects.group(1));
            }
            Matcher older = OLDER.matcher(html);
            next = older.find() ? older.group(1).replace("&amp;", "&") : null;
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(seen).doesNotHaveDuplicates().hasSize(120);
    }

    @Test
    void theExportHasEverythingInPiecesAndIsItselfInTheLog() throws Exception {
        Map<String, Map<String, String>> many = new java.util.TreeMap<>();
        for (int i = 0; i < 2500; i++) {
            many.put("XX%04d".formatted(i), Map.of("n", "=" + i));
        }
        transaction.executeWithoutResult(status ->
                audit.recordAll(
                        Caller.system(organization.id()), new OtherAction("=many"), "x", many));

        MockHttpServletResponse csv =
                mvc.perform(get(page + ".csv?action==many").with(People.operator()))
                        .andReturn()
                        .getResponse();

        assertThat(csv.getContentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(csv.getHeader("Content-Disposition")).startsWith("attachment");
        assertThat(csv.getContentAsString().lines().count()).isEqualTo(2501);
        assertThat(csv.getContentAsString()).contains("\"'=many\"").doesNotContain(",\"=many\"");
        assertThat(html(page + "?action=audit.exported", People.operator()))
                .contains("audit.exported", "=many", "Sam Support");
    }

    @Test
    void whatIsHostileInARecordIsText() throws Exception {
        transaction.executeWithoutResult(status ->
                audit.record(
                        new Actor(Actor.Kind.USER, null, "<img src=x onerror=alert(1)>"),
                        organization.id(),
                        new OtherAction("<script>"),
                        "<b>",
                        "\"><script>alert(1)</script>",
                        Map.of("<i>key</i>", List.of("<u>value</u>", "\u0000", "\u202ebidi"))));

        assertThat(html(page, People.operator()))
                .contains("&lt;img", "&lt;u&gt;value", "\\u{202e}bidi")
                .doesNotContain("<script", "<img", "<i>", "<u>");
    }

    @Test
    void aVerificationIsShownAndIsInTheLog() throws Exception {
        assertThat(
                        mvc.perform(
                                        post("/operator/audit/verification")
                                                .with(People.operator())
                                                .with(csrf()))
                                .andReturn()
                                .getResponse()
                                .getHeader("Location"))
                .isEqualTo("/operator/audit");

        assertThat(html("/operator/audit", People.operator()))
                .contains("all as it was sealed", "by <span>Sam Support</span>");
        assertThat(html("/operator/audit?action=audit.verified", People.operator()))
                .contains("audit.verified");
    }

    @Test
    void aSearchThatTakesTooLongIsGivenUpWithASentence() throws Exception {
        try (Connection blocker = dataSource.getConnection()) {
            blocker.setAutoCommit(false);
            try (var statement = blocker.createStatement()) {
                statement.execute("lock table audit_record in access exclusive mode");
            }
            assertThat(html(page, People.operator())).contains("The search took too long");
            blocker.rollback();
        }
    }

    @Test
    void aSearchWithoutAnIndexGoesOnWhereItStoppedAndMissesNothing() throws Exception {
        jdbc.sql(
                        """
                        insert into audit_record (id, at, organization_id, actor_kind, actor_name, action)
                        select gen_random_uuid(), now() - n / 3 * interval '1 second', :org, 'SYSTEM',
                            case when n in (7, 1500, 2000) then 'Rare' else 'Usual' end, 'x.y'
                        from generate_series(1, 2000) n
                        """)
                .param("org", organization.id().value())
                .update();
        AuditLog hasty = new AuditLog(jdbc, transactions, java.time.Duration.ZERO);
        for (AuditFilter filter :
                List.of(
                        new AuditFilter(organization.id(), "rar", "", "", null, null),
                        new AuditFilter(organization.id(), "Rare", "x.", "", null, null))) {
            int rare = 0;
            int stops = 0;
            AuditLog.Found found = hasty.read(filter, null, 51);
            while (found.soFar() != null) {
                rare += found.records().size();
                stops++;
                found = hasty.read(filter, found.soFar(), 51);
            }
            assertThat(rare + found.records().size()).isEqualTo(3);
            assertThat(stops).isEqualTo(4);
        }
        assertThat(found("actor=rare")).isEqualTo(3);
        assertThat(
                        mvc.perform(get(page + ".csv?actor=rare").with(People.operator()))
                                .andReturn()
                                .getResponse()
                                .getContentAsString()
                                .lines())
                .hasSize(4);
    }

    private int found(String query) throws Exception {
        String html = html(page + "?" + query, People.operator());
        return html.split("<time ", -1).length - 1;
    }

    private String html(String path, RequestPostProcessor who) throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(get(java.net.URI.create(path.replace("==", "=%3D"))).with(who))
                        .andReturn()
                        .getResponse();
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsString();
    }

    private int status(String path, RequestPostProcessor who) throws Exception {
        return mvc.perform(get(path).with(who)).andReturn().getResponse().getStatus();
    }
}
