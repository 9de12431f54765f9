package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditContext;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.testing.OtherAction;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/** An operator changes nothing for a customer but on a request of theirs. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class RequestGateTest {
    private static final Pattern BACK = Pattern.compile("name=\"back\" value=\"([^\"]*)\"");

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Requests requests;
    @Autowired Audit audit;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionTemplate transaction;

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
                .contains("support.no_request", "Help us", "Work on this", "Back button")
                .contains(base + "/requests/" + open + "/focus", "Not working on a request")
                .containsPattern("name=\"_csrf\"");
        assertThat(accounts()).isZero();
        assertThat(operator.html(base + "/accounts")).contains("Not working on a request");
    }

    @Test
    void whatIsDoneOnARequestIsRecordedWithIt() throws Exception {
        SupportRequestId request = open("Help us");
        String back = back(operator.post(base + "/accounts", "name=Sales"));
        assertThat(operator.goesOn(base + "/requests/" + request + "/focus", "back=" + back))
                .isEqualTo(base + "/accounts");
        assertThat(operator.html(back)).contains("Working on", "Help us");

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
        String back = back(operator.post(base + "/users", "email=a", "name=b"));

        String location =
                operator.goesOn(
                        base + "/requests",
                        "kind=OTHER",
                        "channel=PHONE",
                        "subject=Called us",
                        "text=Ann called",
                        "back=" + back);

        assertThat(location).isEqualTo(base + "/users");
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
        for (String path :
                List.of("", "/accounts", "/users", "/users/import", "/connections/metadata")) {
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
    void theWayBackIsThePageOfTheForm() throws Exception {
        User user = People.user(directory, organization, People.email());
        String page = base + "/users/" + user.id();
        assertThat(back(operator.post(page + "/deactivate"))).isEqualTo(page);
        assertThat(back(operator.post(base, "name=a"))).isEqualTo(base);
        assertThat(back(operator.post(base + "/connections/metadata")))
                .isEqualTo(base + "/connections");
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
        SupportRequestId request = SupportRequestId.random();
        AuditContext.workOn(request);
        try {
            record("test.merged", Map.of("request", "their own"));
            record("test.merged", Map.of("other", "thing"));
            transaction.executeWithoutResult(status ->
                    audit.recordAll(
                            Actor.SYSTEM,
                            organization.id(),
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

    private static String back(MockHttpServletResponse answer) throws Exception {
        assertThat(answer.getStatus()).isEqualTo(409);
        var found = BACK.matcher(answer.getContentAsString());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private SupportRequestId open(String subject) {
        return dev.latchkey.testing.Requests.open(jdbc, organization.id(), subject);
    }

    private int accounts() {
        return jdbc.sql("select count(*) from account where organization_id = ?")
                .param(organization.id().value())
                .query(Integer.class)
                .single();
    }
}
