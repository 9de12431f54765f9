package dev.latchkey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.shared.Result;
import dev.latchkey.testing.Enrolled;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.node.ObjectNode;

/** The whole server on a port of its own, a real Keycloak and a real browser; the facts are read from the database. */
@SpringBootTest(
        webEnvironment = WebEnvironment.DEFINED_PORT,
        properties = "latchkey.data-dir=target/e2e-${random.uuid}")
@ContextConfiguration(initializers = EndToEnd.OwnPort.class)
@Import(OperatorByCookie.class)
@NullUnmarked
abstract class EndToEnd {
    private static final Actor TEST = new Actor(Actor.Kind.OPERATOR, "OP0", "Sam");
    static final Map<String, String> PLAIN =
            Map.of("saml.encrypt", "false", "saml.client.signature", "false");
    private static Chromium chromium;

    @Autowired Directory directory;
    @Autowired Connections connections;
    @Autowired JdbcClient jdbc;

    @Value("${latchkey.base-url}")
    String latchkey;

    /** The port stands in entity IDs and ACS URLs, so it is chosen before the server starts. */
    static final class OwnPort
            implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Keycloak.launch();
            int port = KeycloakProcess.freePort();
            TestPropertyValues.of(
                            "server.port=" + port, "latchkey.base-url=http://localhost:" + port)
                    .applyTo(context);
        }
    }

    @BeforeAll
    static void openBrowser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(Person.PATIENCE_MILLIS);
        chromium = new Chromium();
    }

    @AfterAll
    static void closeBrowser() {
        chromium.close();
    }

    Person person() {
        return Person.at(chromium.browser(), latchkey);
    }

    Person personWithoutScripts() {
        return Person.at(chromium.browserWithoutScripts(), latchkey);
    }

    /** A company whose Keycloak was set up from our metadata, with these changes, and whose connection follows the plan. */
    Company company(ConnectionPlan plan, Consumer<ObjectNode> changes) {
        Realm realm = Realm.create("acme");
        Organization organization = organization("Acme " + realm.name());
        Connection connection =
                ok(
                        connections.create(
                                new Caller(Caller.Kind.OPERATOR, TEST, organization.id()),
                                plan.details("Keycloak", realm.metadata())));
        realm.addClient(connections.spMetadata(connection).xml(), changes);
        User ada = user(organization, "ada@" + realm.name() + ".example");
        realm.addUser(Company.ADA, ada.email());
        enroll(ada, connection, Standing.State.PILOT);
        return new Company(organization, realm, connection, ada);
    }

    Organization organization(String name) {
        return ok(directory.create(TEST, name, Edition.ENTERPRISE));
    }

    User user(Organization organization, String email) {
        User user =
                ok(
                        directory.createUser(
                                new Caller(Caller.Kind.OPERATOR, TEST, organization.id()),
                                new NewUser(email, "Ada", true)));
        directory.setPassword(
                new Caller(Caller.Kind.OPERATOR, TEST, organization.id()),
                user.id(),
                "correct horse battery");
        return user;
    }

    void enroll(User user, Connection connection, Standing.State state) {
        new Enrolled(jdbc).put(user.organization(), user.id(), connection.id(), state);
    }

    /** Stores the details that a changed plan makes of what the IdP's metadata says now. */
    Connection change(Company company, ConnectionPlan plan) {
        Connection before =
                connections
                        .find(company.organization().id(), company.connection().id())
                        .orElseThrow();
        return ok(
                connections.update(
                        new Caller(Caller.Kind.OPERATOR, TEST, before.organization()),
                        before.id(),
                        before.version(),
                        plan.details("Keycloak", company.realm().metadata())));
    }

    /** The columns of the user's sessions. */
    List<Map<String, Object>> sessions(User user) {
        return jdbc.sql("select * from session where user_id = :user")
                .param("user", user.id().value())
                .query()
                .listOfRows();
    }

    /** The user's one session, begun through this company's connection, and its record. */
    Map<String, Object> onlySsoSession(Company company) {
        List<Map<String, Object>> all = sessions(company.ada());
        assertThat(all).hasSize(1);
        Map<String, Object> session = all.getFirst();
        assertThat(session)
                .containsEntry("state", "ACTIVE")
                .containsEntry("method", "SSO")
                .containsEntry("connection_id", company.connection().id().value())
                .containsEntry("browser_hash", null);
        return session;
    }

    /** A company whose Keycloak neither encrypts nor asks for signed requests, and is otherwise as our metadata makes it. */
    Company plainCompany(ConnectionPlan plan) {
        return company(plan, Realm.attributes(PLAIN));
    }

    /** How often this was recorded of the organization. */
    int records(Organization organization, String action) {
        return jdbc.sql(
                        """
                        select count(*) from audit_record where organization_id = :organization
                          and action = :action
                        """)
                .param("organization", organization.id().value())
                .param("action", action)
                .query(Integer.class)
                .single();
    }

    /** The one sign-in on record: who vouched, for whom, and that a pinned certificate signed it. */
    void onlySignInOnRecord(Company company) {
        assertThat(records(company.organization(), "login.sso")).isOne();
        Map<String, Object> record =
                jdbc.sql(
                                """
                                select actor_kind, actor_id, actor_name, subject_id, detail ->> 'signedBy' as signed_by
                                from audit_record where organization_id = :organization and action = 'login.sso'
                                """)
                        .param("organization", company.organization().id().value())
                        .query()
                        .singleRow();
        assertThat(record)
                .containsEntry("actor_kind", "IDP")
                .containsEntry("actor_id", company.connection().id().toString())
                .containsEntry("actor_name", company.realm().entityId())
                .containsEntry("subject_id", company.ada().id().toString())
                .containsEntry(
                        "signed_by",
                        company.connection().details().certificates().getFirst().sha256());
    }

    int failures(Organization organization) {
        return jdbc.sql(
                        "select count(*) from sign_in_failure where organization_id = :organization")
                .param("organization", organization.id().value())
                .query(Integer.class)
                .single();
    }

    /** The failure with this reference: of this company's connection, with this code. */
    Map<String, Object> failure(String reference, Company company, String code) {
        Map<String, Object> failure =
                jdbc.sql("select * from sign_in_failure where reference = :reference")
                        .param("reference", reference)
                        .query()
                        .singleRow();
        assertThat(failure)
                .containsEntry("code", code)
                .containsEntry("organization_id", company.organization().id().value())
                .containsEntry("connection_id", company.connection().id().value());
        return failure;
    }

    static <T> T ok(Result<T> result) {
        return switch (result) {
            case Result.Ok<T>(T value) -> value;
            case Result.Refused<T>(var problems) ->
                    throw new IllegalStateException(problems.toString());
        };
    }
}
