package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditContext;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.testing.OtherAction;
import dev.latchkey.testing.Pages;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** An operator changes nothing for a customer but on a request of theirs. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class RequestGateTest {
    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Requests requests;
    @Autowired Audit audit;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionTemplate transaction;

    @Autowired
    @org.springframework.beans.factory.annotation.Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private final SignedInOperator sam = Pages.colleague("Sam");
    private Organization organization;
    private String base;
    private Pages operator;

    @BeforeEach
    void anOrganization() {
        organization = People.organization(directory);
        base = "/operator/organizations/" + organization.id();
        operator = Pages.of(mvc, sam);
    }

    @Test
    void withoutARequestNothingIsChangedAndOneIsAskedFor() throws Exception {
        SupportRequestId open = open("Help us");

        MockHttpServletResponse answer = operator.post(base + "/accounts", "name=Sales");

        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(answer.getContentAsString())
                .contains("support.no_request", "Help us", "Work on this")
                .contains("name=\"work-request\" value=\"" + open + "\"")
                .contains("name=\"name\" value=\"Sales\"", "Not working on a request")
                .containsPattern("name=\"_csrf\"");
        assertThat(accounts()).isZero();
        assertThat(operator.html(base + "/accounts")).contains("Not working on a request");
    }

    @Test
    void whatIsDoneOnARequestIsRecordedWithIt() throws Exception {
        SupportRequestId request = open("Help us");
        String accounts = base + "/accounts";
        assertThat(operator.goesOn(base + "/focus", "request=" + request, "back=" + accounts))
                .isEqualTo(accounts);
        assertThat(operator.html(accounts)).contains("Working on", "Help us");

        operator.goesOn(base + "/accounts", "name=Sales");

        assertThat(requestsOf("account.created")).containsExactly(request.toString());
        assertThat(operator.html(base + "/audit?subject=" + request))
                .contains("account.created", "support.work_begun");
    }

    @Test
    void whatWasDoneOnARequestIsFoundByAnIndex() {
        String plan =
                transaction.execute(status -> {
                    jdbc.sql("set local enable_seqscan = off").update();
                    return String.join(
                            "\n",
                            jdbc.sql(
                                            "explain select * from audit_record where detail ->> 'request' = 'SR'")
                                    .query(String.class)
                                    .list());
                });
        assertThat(plan).contains("audit_record_by_request");
    }

    @Test
    void oneIsOpenedForTheCustomerOnTheSpot() throws Exception {
        assertThat(operator.html(base + "/users/new"))
                .contains("Write down a request", "value=\"" + base + "/users/new\"");

        String location =
                operator.goesOn(
                        base + "/requests",
                        "kind=OTHER",
                        "channel=PHONE",
                        "subject=Called us",
                        "text=Ann called",
                        "back=" + base + "/users/new");

        assertThat(location).isEqualTo(base + "/users/new");
        assertThat(operator.post(base + "/accounts", "name=Sales").getStatus()).isEqualTo(302);
    }

    @Test
    void takingARequestIsWorkingOnIt() throws Exception {
        SupportRequestId request = open("Help us");
        operator.goesOn(base + "/requests/" + request + "/owner");
        assertThat(requests.focus(sam.id(), organization.id())).contains(request);
        assertThat(operator.delete(base + "/requests/" + request + "/focus").getStatus())
                .isEqualTo(302);
        assertThat(operator.post(base + "/accounts", "name=Sales").getStatus()).isEqualTo(409);
    }

    @Test
    void aRequestThatIsClosedCarriesNothingMoreEvenReopened() throws Exception {
        SupportRequestId request = open("Help us");
        String page = base + "/requests/" + request;
        operator.goesOn(page + "/focus");
        operator.goesOn(page + "/state", "state=DONE");

        assertThat(operator.post(base + "/accounts", "name=Sales").getStatus()).isEqualTo(409);
        assertThat(operator.post(page + "/focus").getContentAsString()).contains("support.closed");
        operator.goesOn(page + "/state", "state=WAITING_FOR_SUPPORT");
        assertThat(operator.post(base + "/accounts", "name=Sales").getStatus()).isEqualTo(409);
    }

    @Test
    void aRequestCountsForItsOrganizationAndForTheOperatorOnly() throws Exception {
        operator.goesOn(base + "/requests/" + open("Help us") + "/focus");
        Organization other = People.organization(directory);

        assertThat(
                        operator.post(
                                        "/operator/organizations/" + other.id() + "/accounts",
                                        "name=Sales")
                                .getStatus())
                .isEqualTo(409);
        assertThat(
                        Pages.of(mvc, Pages.colleague("Olga"))
                                .post(base + "/accounts", "name=Sales")
                                .getStatus())
                .isEqualTo(409);
        assertThat(accounts()).isZero();
    }

    @Test
    void noMethodThatChangesGoesPastTheGate() throws Exception {
        for (String path : List.of("", "/accounts", "/users", "/connections")) {
            assertThat(operator.post(base + path, "name=a", "version=1").getStatus())
                    .as(path)
                    .isEqualTo(409);
        }
        String small =
                base.replace(
                        organization.id().toString(),
                        organization.id().toString().toLowerCase(java.util.Locale.ROOT));
        assertThat(operator.post(small + "/accounts", "name=Sales").getStatus()).isEqualTo(409);
        assertThat(operator.post(small + "/accounts", "name=Sales", "_method=put").getStatus())
                .isIn(405, 409);
        assertThat(accounts()).isZero();
    }

    @Test
    void anOrganizationIsMadeWithoutARequest() throws Exception {
        assertThat(
                        operator.goesOn(
                                "/operator/organizations",
                                "name=New " + sam.id(),
                                "edition=STANDARD"))
                .startsWith("/operator/organizations/OR");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(
                        operator.post(
                                        "/operator/organizations/OR" + "0".repeat(32) + "/accounts",
                                        "name=Sales")
                                .getStatus())
                .isEqualTo(404);
        assertThat(operator.post("/operator/organizations/OR1/accounts", "name=a").getStatus())
                .isEqualTo(404);
    }

    @Test
    void afterAFileWasSentTheWayBackIsThePageOfTheForm() throws Exception {
        open("Help us");

        MockHttpServletResponse answer =
                operator.upload(base + "/rollouts/RO1/details/metadata", "idp <1>.xml", "<x/>");

        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(answer.getContentAsString())
                .contains("idp &lt;1&gt;.xml", "action=\"" + base + "/focus\"")
                .contains("name=\"back\" value=\"" + base + "/rollouts/RO1/details\"")
                .doesNotContain("name=\"work-request\"");
    }

    @Test
    void whateverFormIsSentWithoutARequestComesBackWithAllThatWasTyped() throws Exception {
        SupportRequestId open = open("Help us");
        List<String> walked = new java.util.ArrayList<>();
        for (Route route : routes()) {
            MockHttpServletResponse answer =
                    operator.send(
                            route.method(),
                            route.path(),
                            "typed=Zoë <b> & \"Q\"\nsecond line",
                            "_csrf=x",
                            "several=1",
                            "several=2");
            if (route.changesNothing()) {
                assertThat(answer.getStatus()).as(route.toString()).isNotEqualTo(409);
                continue;
            }
            assertThat(answer.getStatus()).as(route.toString()).isEqualTo(409);
            assertThat(answer.getContentAsString())
                    .as(route.toString())
                    .contains("action=\"" + route.path() + "\"")
                    .contains(
                            "name=\"typed\" value=\"Zoë &lt;b&gt; &amp; &quot;Q&quot;\nsecond line\"")
                    .contains("name=\"several\" value=\"1\"", "name=\"several\" value=\"2\"")
                    .contains("name=\"work-request\" value=\"" + open + "\"")
                    .doesNotContain("name=\"_csrf\" value=\"x\"");
            if (!route.method().equals(HttpMethod.POST)) {
                assertThat(answer.getContentAsString())
                        .containsIgnoringCase(
                                "name=\"_method\" value=\"" + route.method().name() + "\"");
            }
            walked.add(route.path());
        }
        assertThat(walked).hasSizeGreaterThan(60);
    }

    @Test
    void onlyPreviewsNeedNoRequest() throws Exception {
        assertThat(routes().stream().filter(Route::changesNothing).map(Route::name))
                .containsExactlyInAnyOrder(
                        "UserImportController#upload",
                        "UserImportController#forget",
                        "MetadataController#preview");

        MockHttpServletResponse answer =
                operator.post(base + "/users/import", "text=email,name\nzoe@acme.example,Zoë");

        assertThat(answer.getStatus()).isEqualTo(302);
        assertThat(operator.html(answer.getHeader("Location"))).contains("zoe@acme.example");
        assertThat(users()).isZero();
        assertThat(operator.post(answer.getHeader("Location"), "seen=x").getStatus())
                .isEqualTo(409);
    }

    @Test
    void onlyTheRequestsOwnPagesAreReachedWithoutOne() {
        assertThat(
                        mappings.getHandlerMethods().values().stream()
                                .filter(RequestGateTest::isOfTheRequests)
                                .map(each -> each.getBeanType().getSimpleName()))
                .containsOnly(
                        "FocusController",
                        "OperatorRequestController",
                        "OperatorThreadController",
                        "OwnerController");
    }

    @Test
    void whatWasSentIsCarriedOutWhenTheFormNamesItsRequest() throws Exception {
        SupportRequestId request = open("Help us");

        operator.goesOn(base + "/accounts", "name=Sales", "work-request=" + request);

        assertThat(accounts()).isOne();
        assertThat(requestsOf("account.created")).containsExactly(request.toString());
        assertThat(requests.focus(sam.id(), organization.id())).contains(request);
    }

    @Test
    void whatWasSentIsCarriedOutWhenARequestIsWrittenDownWithItAndTwoClicksWriteDownOne()
            throws Exception {
        for (String name : List.of("name=Sales", "name=Service")) {
            operator.goesOn(
                    base + "/accounts",
                    name,
                    "work-request=new",
                    "work-kind=OTHER",
                    "work-channel=PHONE",
                    "work-subject= Called us ",
                    "work-text=Ann called");
        }

        assertThat(accounts()).isEqualTo(2);
        assertThat(requestsOf("support.request_opened")).hasSize(1);
    }

    @Test
    void aRequestThatCannotBeNamedIsAskedForAgainAndNothingTypedIsLost() throws Exception {
        SupportRequestId closed = open("Over");
        operator.goesOn(base + "/requests/" + closed + "/state", "state=DONE");
        Organization other = People.organization(directory);
        SupportRequestId foreign =
                dev.latchkey.testing.Requests.open(jdbc, other.id(), "Another's");
        for (String sid : List.of(closed.toString(), foreign.toString(), "SR1", "<b>", "NEW")) {
            MockHttpServletResponse answer =
                    operator.post(base + "/accounts", "name=Sales", "work-request=" + sid);
            assertThat(answer.getStatus()).as(sid).isEqualTo(409);
            assertThat(answer.getContentAsString())
                    .contains("name=\"name\" value=\"Sales\"")
                    .doesNotContain("Another's", "type=\"hidden\" name=\"work-request\"");
        }
        MockHttpServletResponse answer =
                operator.post(
                        base + "/accounts",
                        "name=Sales",
                        "work-request=new",
                        "work-kind=OTHER",
                        "work-channel=PORTAL",
                        "work-subject=Called us",
                        "work-text=Ann called");
        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(answer.getContentAsString())
                .contains("name=\"name\" value=\"Sales\"", "value=\"Called us\"", "Ann called");
        assertThat(accounts()).isZero();
    }

    @Test
    void pagesAskForARequestBeforeAFormIsFilledIn() throws Exception {
        SupportRequestId request = open("Help <us>");
        for (String page : List.of("", "/users/new", "/users/import", "/connections/new")) {
            assertThat(operator.html(base + page))
                    .as(page)
                    .contains("Before you change anything", "Help &lt;us&gt;", request.toString())
                    .contains("Write down a request", "value=\"" + base + page + "\"");
        }
        assertThat(operator.html(base + "/audit")).doesNotContain("Before you change anything");
        operator.goesOn(base + "/focus", "request=" + request);
        assertThat(operator.html(base + "/users/new"))
                .contains("Working on", "Help &lt;us&gt;")
                .doesNotContain("Before you change anything");
    }

    /** A form's address with whatever ids. */
    private record Route(HttpMethod method, String path, String name, boolean changesNothing) {}

    /** Every form of the operators' pages of an organization, but for those of the requests themselves. */
    private List<Route> routes() {
        return mappings.getHandlerMethods().entrySet().stream()
                .filter(each -> !isOfTheRequests(each.getValue()))
                .flatMap(each ->
                        each.getKey().getPatternValues().stream()
                                .filter(path -> path.startsWith("/operator/organizations/{"))
                                .flatMap(path ->
                                        each.getKey().getMethodsCondition().getMethods().stream()
                                                .map(method ->
                                                        route(
                                                                method.asHttpMethod(),
                                                                path,
                                                                each.getValue()))))
                .filter(route -> !route.method().equals(HttpMethod.GET))
                .toList();
    }

    private static boolean isOfTheRequests(org.springframework.web.method.HandlerMethod handler) {
        return handler.getBeanType().isAnnotationPresent(WithoutRequest.class);
    }

    private Route route(
            HttpMethod method, String path, org.springframework.web.method.HandlerMethod handler) {
        String filled =
                path.replaceFirst("\\{[^}]*}", organization.id().toString())
                        .replaceAll("\\{[^}]*}", java.util.UUID.randomUUID().toString());
        return new Route(
                method,
                filled,
                handler.getBeanType().getSimpleName() + "#" + handler.getMethod().getName(),
                handler.hasMethodAnnotation(dev.latchkey.web.ChangesNothing.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/operator",
                "/operator/organizations/OR00000000000000000000000000000000/users",
                "BASE/../OR00000000000000000000000000000000",
                "BASE/users?x=//evil.example",
                "BASE//evil.example",
                "BASE.evil.example",
                "BASE@evil.example",
                "BASE/users\r\nX: y",
                "BASE/%2e%2e/users",
                "BASE\\evil",
                "/logout"
            })
    void noOtherWayBackIsTaken(String wanted) throws Exception {
        SupportRequestId request = open("Help us");
        assertThat(
                        operator.goesOn(
                                base + "/requests/" + request + "/focus",
                                "back=" + wanted.replace("BASE", base)))
                .isEqualTo(base + "/requests/" + request);
    }

    @Test
    void theRequestIsForgottenWhenTheWebRequestEnds() throws Exception {
        operator.goesOn(base + "/requests/" + open("Help us") + "/focus");
        operator.goesOn(base + "/accounts", "name=Sales");
        record("test.afterwards", Map.of());
        // Also after a form that is refused, and one that ends in an exception.
        operator.post(base + "/accounts", "name=");
        operator.post(base + "/accounts/AC" + "0".repeat(32), "name=a", "version=1");
        operator.post(base + "/accounts/AC" + "0".repeat(32), "name=a", "version=x");
        record("test.afterwards", Map.of());

        assertThat(requestsOf("test.afterwards")).containsOnly("");
    }

    @Test
    void theDetailOfARecordIsNeverOverwritten() {
        SupportRequestId request = SupportRequestId.next();
        AuditContext.workOn(request);
        try {
            record("test.merged", Map.of("request", "their own"));
            record("test.merged", Map.of("other", "thing"));
            transaction.executeWithoutResult(status ->
                    audit.recordAll(
                            Caller.system(organization.id()),
                            new OtherAction("test.merged"),
                            "user",
                            Map.of("a", Map.of("x", "y"))));
        } finally {
            AuditContext.clear();
        }
        assertThat(requestsOf("test.merged"))
                .containsExactlyInAnyOrder("their own", request.toString(), request.toString());
    }

    private void record(String action, Map<String, ?> detail) {
        transaction.executeWithoutResult(status ->
                audit.record(
                        Actor.SYSTEM,
                        organization.id(),
                        new OtherAction(action),
                        null,
                        null,
                        detail));
    }

    private List<String> requestsOf(String action) {
        return jdbc.sql(
                        """
                        select coalesce(detail ->> 'request', '') from audit_record
                        where organization_id = ? and action = ?
                        """)
                .params(organization.id().value(), action)
                .query(String.class)
                .list();
    }

    private SupportRequestId open(String subject) {
        return dev.latchkey.testing.Requests.open(jdbc, organization.id(), subject);
    }

    private int users() {
        return jdbc.sql("select count(*) from app_user where organization_id = ?")
                .param(organization.id().value())
                .query(Integer.class)
                .single();
    }

    private int accounts() {
        return jdbc.sql("select count(*) from account where organization_id = ?")
                .param(organization.id().value())
                .query(Integer.class)
                .single();
    }
}
