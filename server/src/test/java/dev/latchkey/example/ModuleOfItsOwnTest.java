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
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.testing.Pages;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.OrganizationPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

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
        assertThat(admins().status("/organization/greeting")).isEqualTo(200);
        assertThat(admins().post("/organization/greeting", "text=hello").getContentAsString())
                .contains("hello");

        assertThat(records()).isEqualTo(1);
        assertThat(admins().html("/organization/audit")).contains("greeted the organization");
    }

    @Test
    void whoeverMayNotIsToldSoAndNothingIsOnRecord() throws Exception {
        Caller operator = new Caller(Caller.Kind.OPERATOR, Actor.SYSTEM, organization.id());

        assertThat(door.problem(operator, Greetings.May.GREET))
                .get()
                .extracting(Problem::code)
                .isEqualTo(DoorError.NOT_THEIRS);
        operators().post(OrganizationPath.of(organization.id()) + "/greeting", "text=hello");

        assertThat(records()).isZero();
    }

    @Test
    void whoeverHasNoBusinessThereFindsNothing() throws Exception {
        assertThat(admins().status(OrganizationPath.of(organization.id()) + "/greeting"))
                .isEqualTo(404);
        assertThat(operators().status("/organization/greeting")).isEqualTo(404);
    }

    private long records() {
        return jdbc.sql(
                        "select count(*) from audit_record where organization_id = ? and action = ?")
                .params(organization.id().value(), "example.greeted")
                .query(Long.class)
                .single();
    }

    private Pages admins() {
        return Pages.of(mvc, admin);
    }

    private Pages operators() {
        return Pages.of(mvc, Pages.colleague("Olivia"));
    }

    private static <T> T ok(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Ok.class);
        return ((Result.Ok<T>) result).value();
    }
}
