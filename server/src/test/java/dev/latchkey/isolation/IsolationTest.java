package dev.latchkey.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.anonymous;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.directory.Visit;
import dev.latchkey.isolation.Tenants.Tenant;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.web.OrganizationPath;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Walks over every route of the server as somebody who has no business there. A route that is added is walked too, and
 * a public one must be named here.
 */
@SpringBootTest(properties = "latchkey.data-dir=target/isolation-test-${random.uuid}")
@AutoConfigureMockMvc
@org.jspecify.annotations.NullUnmarked
class IsolationTest {
    private static final Set<String> PUBLIC =
            Set.of(
                    "/",
                    "/login",
                    "/login/password",
                    "/login/sso",
                    "/login/finish",
                    "/js/htmx.js",
                    "/login/notice",
                    "/login/forgot",
                    "/login/reset",
                    "/login/out",
                    "/login/emergency",
                    "/login/other",
                    "/login/address",
                    "/saml/{sid}/acs",
                    "/saml/{sid}/slo",
                    "/saml/{sid}/metadata",
                    "/operator/login",
                    "/operator/setup");

    /** Ends the caller's own session, whoever it is, and names nobody else's thing. */
    private static final Set<String> OWN =
            Set.of("/operator/logout", "/logout", "/console", "/console/kept/{token}");

    private static final Set<Integer> NOT_FOUND = Set.of(400, 404);

    /** What is not there is as good as forgotten. */
    private static final Set<Integer> FORGOTTEN = Set.of(302);

    private static final OperatorId OPERATOR = OperatorId.next();

    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Connections connections;
    @Autowired private JdbcClient jdbc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private Tenant victim;
    private Tenant attacker;

    @BeforeEach
    void twoOrganizations() {
        jdbc.sql("delete from sign_in_failure").update();
        String id = Long.toString(System.nanoTime(), 36);
        Tenants tenants = new Tenants(directory, connections, jdbc, OPERATOR);
        victim = tenants.make("victim" + id);
        attacker = tenants.make("attacker" + id);
    }

    @Test
    void everyRouteIsInAnAreaOrNamedAsPublic() {
        assertThat(Route.all(mappings))
                .isNotEmpty()
                .allMatch(route ->
                        PUBLIC.contains(route.pattern())
                                || OWN.contains(route.pattern())
                                || route.within("/operator")
                                || route.within("/organization"));
    }

    @Test
    void theOperatorsAreaIsThereForNoUserOfAnyOrganization() throws Exception {
        for (Route route : guarded("/operator")) {
            String path = route.fill(things(victim));
            for (User user : List.of(attacker.admin(), attacker.user(), victim.admin())) {
                assertThat(send(route, path, as(user)).getStatus())
                        .as(route + " for a user")
                        .isEqualTo(404);
            }
            assertThat(send(route, path, anonymous()).getHeader("Location"))
                    .as(route + " for nobody")
                    .matches("/operator/login(\\?return_to=.*)?");
        }
    }

    @Test
    void theOrganizationsAreaIsThereForItsAdminsOnly() throws Exception {
        for (Route route : guarded("/organization")) {
            String path = route.fill(things(victim));
            assertThat(send(route, path, as(victim.user())).getStatus())
                    .as(route + " for who is no admin")
                    .isEqualTo(404);
            assertThat(send(route, path, anonymous()).getHeader("Location"))
                    .as(route + " for nobody")
                    .matches("/login(\\?return_to=.*)?");
        }
    }

    @Test
    void anAdminReachesNothingOfAnotherOrganization() throws Exception {
        String before = fingerprint();
        for (Route route : guarded("/organization")) {
            MockHttpServletResponse answer =
                    send(route, route.fill(things(victim)), as(attacker.admin()));
            if (route.variables() > 0) {
                assertThat(answer.getStatus()).as(route.toString()).isEqualTo(404);
            }
            assertThat(answer.getContentAsString())
                    .as(route.toString())
                    .doesNotContainIgnoringCase(victim.word());
        }
        assertThat(fingerprint()).isEqualTo(before);
    }

    /** Also for an operator, a thing is found only in the organization that it belongs to. */
    @Test
    void aThingIsNotFoundUnderAnotherOrganization() throws Exception {
        String before = fingerprint();
        for (Route route : guarded("/operator/organizations")) {
            if (route.variables() > 1) {
                Map<String, String> mixed = new java.util.HashMap<>(Map.copyOf(things(victim)));
                mixed.put("organizations", attacker.organization().id().toString());
                assertThat(send(route, route.fill(mixed), operator()).getStatus())
                        .as(route.toString())
                        .isIn(route.equals(FORGET) ? FORGOTTEN : NOT_FOUND);
            }
        }
        assertThat(fingerprint()).isEqualTo(before);
    }

    /** Which organization an address names is looked up in one place, which knows one name for it. */
    @Test
    void everyAddressNamesItsOrganizationInOnePlaceAndHasItLookedUp() {
        int about = 0;
        for (var each : mappings.getHandlerMethods().entrySet()) {
            for (String pattern : each.getKey().getPatternValues()) {
                boolean one = pattern.matches("/operator/organizations/(?!new$).+");
                if (one || pattern.contains("{organization}")) {
                    about++;
                    assertThat(pattern + "/").startsWith(OrganizationPath.OPERATOR + "/");
                    assertThat(each.getValue().getMethod().getParameterTypes())
                            .as(pattern)
                            .containsAnyOf(Visit.class, Caller.class);
                }
            }
        }
        assertThat(about).isGreaterThan(50);
    }

    private static final Route FORGET =
            new Route(
                    RequestMethod.DELETE,
                    "/operator/organizations/{organization}/users/import/{id}");

    /** They change nothing for the customer, which the fingerprint holds them to. */
    private static final Set<Route> PREVIEWS =
            Set.of(
                    FORGET,
                    new Route(
                            RequestMethod.POST,
                            "/operator/organizations/{organization}/users/import"),
                    new Route(
                            RequestMethod.POST,
                            "/operator/organizations/{organization}/connections/metadata"));

    /** The requests' own pages are how an operator comes to work on one. */
    @Test
    void anOperatorChangesNothingForACustomerWithoutARequest() throws Exception {
        String before = fingerprint();
        List<Route> changes =
                guarded("/operator/organizations").stream()
                        .filter(route -> route.variables() > 0)
                        .filter(route -> route.method() != RequestMethod.GET)
                        .filter(route ->
                                !route.within("/operator/organizations/{organization}/requests"))
                        .filter(route ->
                                !route.within("/operator/organizations/{organization}/focus"))
                        .toList();
        assertThat(changes).hasSizeGreaterThan(10);
        for (Route route : changes) {
            int status =
                    send(route, route.fill(things(victim)), operator(OperatorId.next()))
                            .getStatus();
            if (!PREVIEWS.contains(route)) {
                assertThat(status).as(route.toString()).isEqualTo(409);
            }
        }
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void whoeverTakesAFileAwayIsInTheLogWhicheverPageItComesFrom() throws Exception {
        int files = 0;
        for (Route route : Route.all(mappings)) {
            if (route.method() == RequestMethod.GET && route.pattern().endsWith(".csv")) {
                long before = taken();
                RequestPostProcessor who =
                        route.within("/operator") ? operator() : as(victim.admin());
                MockHttpServletResponse answer = send(route, route.fill(things(victim)), who);
                boolean file = answer.getHeader("Content-Disposition") != null;
                assertThat(taken() - before).as(route.toString()).isEqualTo(file ? 1 : 0);
                files += file ? 1 : 0;
            }
        }
        assertThat(files).isGreaterThan(5);
    }

    private long taken() {
        return jdbc.sql(
                        """
                        select count(*) from audit_record
                        where action in ('file.taken', 'audit.exported') and actor_id is not null
                        """)
                .query(Long.class)
                .single();
    }

    @Test
    void aFormWithoutItsTokenIsRefusedEverywhere() throws Exception {
        for (Route route : Route.all(mappings)) {
            if (route.method() == RequestMethod.POST && !route.within("/saml")) {
                RequestPostProcessor who =
                        route.within("/operator") ? operator() : as(victim.admin());
                int status =
                        mvc.perform(request(HttpMethod.POST, route.fill(things(victim))).with(who))
                                .andReturn()
                                .getResponse()
                                .getStatus();
                assertThat(status).as(route.toString()).isEqualTo(403);
            }
        }
    }

    private List<Route> guarded(String area) {
        return Route.all(mappings).stream()
                .filter(route -> route.within(area))
                .filter(route ->
                        !PUBLIC.contains(route.pattern()) && !OWN.contains(route.pattern()))
                .toList();
    }

    static Map<String, String> things(Tenant tenant) {
        return Map.ofEntries(
                Map.entry("organizations", tenant.organization().id().toString()),
                Map.entry("accounts", tenant.account().id().toString()),
                Map.entry("users", tenant.user().id().toString()),
                Map.entry("members", tenant.user().id().toString()),
                Map.entry("connections", tenant.connection().id().toString()),
                Map.entry("connection", tenant.connection().id().toString()),
                Map.entry("saml", tenant.connection().id().toString()),
                Map.entry("import", tenant.userImport().toString()),
                Map.entry("cohorts", tenant.cohort().toString()),
                Map.entry("rollouts", tenant.rollout().toString()),
                Map.entry("disabling", tenant.rollout().value().toString()),
                Map.entry("identifiers", tenant.user().id().toString()),
                Map.entry("pilots", tenant.user().id().toString()),
                Map.entry("releases", tenant.user().id().toString()),
                Map.entry("failures", tenant.reference()),
                Map.entry("kept", UUID.randomUUID().toString()),
                Map.entry("readiness", "missing-in-idp"),
                Map.entry("concessions", "sha1"),
                Map.entry("requests", tenant.request().toString()),
                Map.entry("invitations", UUID.randomUUID().toString()),
                Map.entry("operators", OperatorId.next().toString()));
    }

    private MockHttpServletResponse send(Route route, String path, RequestPostProcessor who)
            throws Exception {
        return mvc.perform(
                        request(HttpMethod.valueOf(route.method().name()), path)
                                .param("version", "1")
                                .param("name", "changed")
                                .with(who)
                                .with(csrf()))
                .andReturn()
                .getResponse();
    }

    private static RequestPostProcessor as(User user) {
        SignedInUser principal =
                new SignedInUser(
                        user.id(),
                        user.organization(),
                        user.email(),
                        user.name(),
                        user.admin(),
                        "PASSWORD",
                        Instant.now());
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        principal,
                        null,
                        AuthorityUtils.createAuthorityList(
                                user.admin()
                                        ? new String[] {"ROLE_USER", "ROLE_ADMIN"}
                                        : new String[] {"ROLE_USER"})));
    }

    private static RequestPostProcessor operator() {
        return operator(OPERATOR);
    }

    private static RequestPostProcessor operator(OperatorId id) {
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        new SignedInOperator(id, "op@vendor.example", "Op"),
                        null,
                        AuthorityUtils.createAuthorityList("ROLE_OPERATOR")));
    }

    /** Everything that an organization owns, as one text. */
    private String fingerprint() {
        return List.of(
                        "organization",
                        "account",
                        "app_user",
                        "membership",
                        "connection",
                        "connection_certificate",
                        "connection_concession",
                        "enrollment",
                        "user_import",
                        "large_import",
                        "large_import_line",
                        "large_import_verdict",
                        "emergency_admin",
                        "emergency_code",
                        "emergency_notice",
                        "support_request",
                        "support_entry",
                        "support_note",
                        "support_mail",
                        "request_focus",
                        "rollout",
                        "rollout_details",
                        "sso_identifier",
                        "sso_identifier_question",
                        "rollout_confirmation",
                        "pilot",
                        "cohort_rule",
                        "cohort_choice",
                        "cohort_revision",
                        "cohort_release",
                        "disable_order",
                        "disable_order_user",
                        "cohort",
                        "cohort_user",
                        "announcement",
                        "announcement_mail",
                        "idp_list",
                        "idp_list_part",
                        "idp_entry",
                        "idp_refused_line",
                        "cohort_comparison",
                        "cohort_finding",
                        "finding_acceptance",
                        "address_correction",
                        "sign_in_failure")
                .stream()
                .map(table ->
                        jdbc.sql(
                                        "select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from "
                                                + table
                                                + " t")
                                .query(String.class)
                                .single())
                .toList()
                .toString();
    }
}
