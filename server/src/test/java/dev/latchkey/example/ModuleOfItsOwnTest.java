package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.door.Door;
import dev.latchkey.door.DoorError;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** A module brings an action, its page, its record, its event and its permission, and no other module is touched. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class ModuleOfItsOwnTest {
    @Autowired private MockMvc mvc;
    @Autowired private Directory directory;
    @Autowired private Door door;
    @Autowired private JdbcClient jdbc;

    private Organization organization;
    private User admin;

    @BeforeEach
    void customer() {
        String domain = "greeting" + System.nanoTime() + ".example";
        organization = ok(directory.create(Actor.SYSTEM, "Greeting " + domain, Edition.ENTERPRISE));
        Caller caller = new Caller(Caller.Kind.JOB, Actor.SYSTEM, organization.id());
        admin = ok(directory.createUser(caller, new NewUser("grace@" + domain, "Grace", true)));
    }

    @Test
    void itTakesLessThanSixtyLines() throws IOException {
        Path source = Path.of("src/test/java/dev/latchkey/example/Greetings.java");
        Path page = Path.of("src/test/resources/templates/example/greeting.html");
        try (Stream<String> code = Files.lines(source);
                Stream<String> markup = Files.lines(page)) {
            assertThat(
                            Stream.concat(code, markup)
                                    .filter(line -> !line.isBlank())
                                    .filter(line -> !line.matches("(package|import) .*")))
                    .hasSizeLessThan(60);
        }
    }

    @Test
    void whoeverMayDoesItAndItIsOnRecordInItsWords() throws Exception {
        assertThat(open("/organization/greeting", asAdmin()).getStatus()).isEqualTo(200);
        assertThat(send("/organization/greeting?text=hello", asAdmin()).getContentAsString())
                .contains("hello");

        assertThat(records()).isEqualTo(1);
        assertThat(open("/organization/audit", asAdmin()).getContentAsString())
                .contains("greeted the organization");
    }

    @Test
    void whoeverMayNotIsToldSoAndNothingIsOnRecord() throws Exception {
        Caller operator = new Caller(Caller.Kind.OPERATOR, Actor.SYSTEM, organization.id());

        assertThat(door.problem(operator, Greetings.May.GREET))
                .get()
                .extracting(Problem::code)
                .isEqualTo(DoorError.NOT_THEIRS);
        send("/operator/organizations/" + organization.id() + "/greeting?text=hello", asOperator());

        assertThat(records()).isZero();
    }

    @Test
    void whoeverHasNoBusinessThereFindsNothing() throws Exception {
        String page = "/operator/organizations/" + organization.id() + "/greeting";
        assertThat(open(page, asAdmin()).getStatus()).isEqualTo(404);
        assertThat(open("/organization/greeting", asOperator()).getStatus()).isEqualTo(404);
    }

    private long records() {
        return jdbc.sql(
                        "select count(*) from audit_record where organization_id = ? and action = ?")
                .params(organization.id().value(), "example.greeted")
                .query(Long.class)
                .single();
    }

    private MockHttpServletResponse open(String path, RequestPostProcessor who) throws Exception {
        return mvc.perform(MockMvcRequestBuilders.get(path).with(who)).andReturn().getResponse();
    }

    private MockHttpServletResponse send(String path, RequestPostProcessor who) throws Exception {
        return mvc.perform(
                        MockMvcRequestBuilders.post(path)
                                .with(who)
                                .with(SecurityMockMvcRequestPostProcessors.csrf()))
                .andReturn()
                .getResponse();
    }

    private RequestPostProcessor asAdmin() {
        SignedInUser principal =
                new SignedInUser(
                        admin.id(),
                        admin.organization(),
                        admin.email(),
                        admin.name(),
                        true,
                        "SSO",
                        Instant.now());
        return as(principal, "ROLE_USER", "ROLE_ADMIN");
    }

    private static RequestPostProcessor asOperator() {
        return as(
                new SignedInOperator(OperatorId.next(), "o@vendor.example", "O"), "ROLE_OPERATOR");
    }

    private static RequestPostProcessor as(Object principal, String... roles) {
        return SecurityMockMvcRequestPostProcessors.authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        principal, null, AuthorityUtils.createAuthorityList(roles)));
    }

    private static <T> T ok(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Ok.class);
        return ((Result.Ok<T>) result).value();
    }
}
