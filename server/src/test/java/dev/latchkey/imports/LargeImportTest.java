package dev.latchkey.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.Caller;
import dev.latchkey.database.BareConnections;
import dev.latchkey.directory.Account;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.NewUsers;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Result;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SafeCsv;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports of more users than one transaction should make; batches of fifty lines are enough to see them go. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class LargeImportTest {
    private static final String ADDRESS = "192.0.2.7";

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired LargeImportStore store;
    @Autowired ImportLines lines;
    @Autowired ImportPlanner planner;
    @Autowired ImportEnd end;
    @Autowired BareConnections database;
    @Autowired TransactionTemplate transaction;
    @Autowired Audit audit;
    @Autowired Clock clock;
    @Autowired NewUsers newUsers;
    @Autowired JdbcClient jdbc;

    private Organization organization;
    private LargeImports imports;
    private String at;

    @BeforeEach
    void anOrganization() {
        organization = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        at = "@" + UUID.randomUUID() + ".example";
        imports = imports(newUsers);
    }

    /** Its jobs are run by the tests. */
    private LargeImports imports(NewUsers makes) {
        return new LargeImports(
                store,
                lines,
                planner,
                end,
                makes,
                database,
                transaction,
                mock(SchedulerClient.class),
                audit,
                clock,
                50);
    }

    @Test
    void whatIsSaidOfALargeFileIsWhatIsSaidOfASmallOne() throws Exception {
        People.user(directory, organization, "there" + at);
        People.user(directory, organization, "Case" + at);
        People.user(directory, People.organization(directory), "elsewhere" + at);
        People.ok(directory.createAccount(Caller.system(organization.id()), "Sales"));
        StringBuilder file = new StringBuilder("email,name,admin,kind,accounts,extra\n");
        for (int i = 0; i < 110; i++) {
            file.append("u%d%s,User %d,%s,,Sales,\n".formatted(i, at, i, i % 50 == 0 ? "yes" : ""));
        }
        file.append(
                """
                there@,Ada,,,
                there2@,"Zo\u00eb \\ "" \t x",,,
                case@,Ada,,,
                ELSEWHERE@,Eve,,,
                u3@,User 3,,,Sales
                u4@,Somebody,,,Sales
                U4@,Else,,,Sales
                same@,Sue,,,
                same@,Sue,,,
                not an address,Bob,,,
                mailto:bob@,Bob,,,
                a@,,perhaps,ROBOT,Nowhere
                b@,Bob,,,,,too much
                """
                        .replace("@,", at + ","));

        LargeImport ready = judged(keep(file.toString()));

        ImportPlan plan =
                planner.plan(
                        organization.id(),
                        People.ok(SheetReader.read(ImportFile.of(file.toString()))));
        assertThat(ready.state()).isEqualTo(LargeImport.State.READY);
        assertThat(ready.foreseen())
                .isEqualTo(
                        new LargeImport.Foreseen(
                                plan.newcomers().size(),
                                plan.present().size(),
                                plan.refused().size()));
        ImportPreview preview = imports.preview(ready);
        assertThat(preview.newcomers()).isEqualTo(ImportPlan.first(plan.newcomers(), 100));
        assertThat(preview.different()).isEqualTo(plan.different());
        assertThat(preview.refused()).isEqualTo(plan.refused());
        assertThat(preview.ignored()).containsExactly("extra");
        assertThat(csv(ready))
                .isEqualTo(
                        new String(RefusedLines.csv(plan.refused()), StandardCharsets.UTF_8)
                                .substring(1));
    }

    @Test
    void aJobThatIsKilledAnywhereIsTakenUpWhereItWas() throws Exception {
        ImportStore.Key key = keep(users(220));
        // Killed while the lines are judged, between two batches.
        imports.step(key);
        imports.step(key);
        LargeImport ready = judged(key);
        assertThat(ready.foreseen().newcomers()).isEqualTo(220);
        confirm(ready);

        imports.step(key);
        imports.step(key);
        // Killed between the users and what says that they are there.
        NewUsers lastWork = mock(NewUsers.class, delegatesTo(newUsers));
        doAnswer(
                        call -> {
                            newUsers.insert(
                                    call.getArgument(0), call.getArgument(1), call.getArgument(2));
                            throw new IllegalStateException("killed");
                        })
                .when(lastWork)
                .insert(any(), any(), any());
        LargeImports dying = imports(lastWork);
        assertThatThrownBy(() -> dying.step(key)).hasMessage("killed");
        assertThat(directory.countUsers(organization.id())).isEqualTo(100);
        assertThat(html(base())).contains(path(key), "220</span> lines", "is carried out");
        assertThat(html(key))
                .contains("Importing users", "<strong>100</strong> of <span>220</span>");
        run(key);

        assertThat(directory.countUsers(organization.id())).isEqualTo(220);
        assertThat(addresses()).isEqualTo(220);
        assertThat(html(key)).contains("The import is done", "220</span> created");
        assertThat(records("user.created")).isEqualTo(220);
        assertThat(
                        jdbc.sql(
                                        """
                                        select (detail ->> 'created') || ' ' || (detail ->> 'admins') || ' ' || ip || ' '
                                            || actor_name
                                        from audit_record where organization_id = ? and action = 'users.imported'
                                        """)
                                .param(organization.id().value())
                                .query(String.class)
                                .list())
                .containsExactly("220 1 " + ADDRESS + " Sam Support");
        assertThat(
                        jdbc.sql("select count(*) from large_import_line where import_id = ?")
                                .param(key.id())
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void whatOthersDoMeanwhileIsLeftOutAndSaid() throws Exception {
        Account sales =
                People.ok(directory.createAccount(Caller.system(organization.id()), "Sales"));
        ImportStore.Key key = keep(users(120) + "late" + at + ",Late,,,Sales\nnobody,Nobody,,,\n");
        People.user(directory, organization, "gone" + at);
        LargeImport ready = judged(key);
        confirm(ready);
        imports.step(key);

        People.user(directory, People.organization(directory), "U60" + at);
        People.user(directory, organization, "u61" + at);
        jdbc.sql("update account set name = 'Other' where id = ?")
                .param(sales.id().value())
                .update();
        run(key);

        LargeImport done = imports.find(key).orElseThrow();
        assertThat(done.made()).isEqualTo(new LargeImport.Made(118, 1, 3));
        assertThat(html(key))
                .contains(
                        "118</span> created",
                        "1</span> left out",
                        "3</span> of those who should have been created were left out",
                        "u60" + at,
                        "u61" + at,
                        "late" + at);
        assertThat(csv(done))
                .contains(
                        "\"directory.email_of_another_organization\"",
                        "\"directory.email_taken\"",
                        "\"directory.account_unknown\"",
                        "\"nobody\"");
    }

    @Test
    void aLineThatItsPageRefusedMakesNobodyLaterEither() throws Exception {
        ImportStore.Key key = keep("email,name,accounts\nada" + at + ",Ada,Sales\n");
        LargeImport ready = judged(key);
        People.ok(directory.createAccount(Caller.system(organization.id()), "Sales"));
        confirm(ready);
        run(key);

        assertThat(directory.countUsers(organization.id())).isZero();
    }

    @Test
    void twoNodesAndTwoClicksMakeEachUserOnce() throws Exception {
        ImportStore.Key key = keep(users(400));
        LargeImport ready = judged(key);
        confirm(ready);
        confirm(ready);
        try (var nodes = Executors.newFixedThreadPool(3)) {
            List<Future<?>> running =
                    List.of(
                            nodes.submit(() -> run(key)),
                            nodes.submit(() -> run(key)),
                            nodes.submit(() -> run(key)));
            for (Future<?> each : running) {
                each.get();
            }
        }
        confirm(ready);

        assertThat(addresses()).isEqualTo(400);
        assertThat(directory.countUsers(organization.id())).isEqualTo(400);
        assertThat(records("user.created")).isEqualTo(400);
        assertThat(records("users.imported")).isOne();
    }

    @Test
    void aPersonStopsItAndWhatIsDoneIsSaid() throws Exception {
        ImportStore.Key key = keep(users(220));
        confirm(judged(key));
        imports.step(key);
        assertThat(html(key)).contains("Stop the import");

        assertThat(post(path(key) + "/cancellation")).isEqualTo(302);
        assertThat(post(path(key) + "/cancellation")).isEqualTo(302);
        run(key);

        assertThat(directory.countUsers(organization.id())).isEqualTo(50);
        assertThat(html(key))
                .contains("The import was stopped", "50</span> created", "170</span> not created");
        assertThat(records("users.imported")).isOne();

        // The same file again makes the others.
        ImportStore.Key again = keep(users(220));
        LargeImport ready = judged(again);
        assertThat(ready.foreseen()).isEqualTo(new LargeImport.Foreseen(170, 50, 0));
        confirm(ready);
        run(again);
        assertThat(addresses()).isEqualTo(220);
    }

    @Test
    void nothingIsDoneWithoutWhatThePageShowed() throws Exception {
        ImportStore.Key key = keep(users(60));
        assertThat(imports.confirm(caller(), key, "", ADDRESS).orElseThrow())
                .isInstanceOf(Result.Refused.class);
        judged(key);
        assertThat(imports.confirm(caller(), key, "", ADDRESS).orElseThrow())
                .isInstanceOf(Result.Refused.class);
        run(key);
        assertThat(directory.countUsers(organization.id())).isZero();
        assertThat(imports.find(key).orElseThrow().state()).isEqualTo(LargeImport.State.READY);
    }

    @Test
    void itBelongsToItsOperatorAndItsOrganizationAndADiscardedOneIsGone() throws Exception {
        ImportStore.Key key = keep(users(60));
        Organization other = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), other.id());
        for (String action : List.of("", "/cancellation")) {
            assertThat(
                            post(
                                    path(key)
                                                    .replace(
                                                            organization.id().toString(),
                                                            other.id().toString())
                                            + action))
                    .isEqualTo(404);
        }
        ImportStore.Key others =
                new ImportStore.Key(organization.id(), key.id(), OperatorId.next());
        assertThat(imports.find(others)).isEmpty();
        assertThat(imports.stop(caller(), others)).isEmpty();
        imports.forget(caller(), others);
        assertThat(imports.find(key)).isPresent();

        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        assertThat(discard(path(key))).isEqualTo(302);
        assertThat(imports.find(key)).isEmpty();
        assertThat(imports.step(key)).isFalse();
        assertThat(
                        jdbc.sql("select count(*) from large_import_line where import_id = ?")
                                .param(key.id())
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void oneThatRunsIsNotSweptAndItsEndIsKeptForADay() throws Exception {
        ImportStore.Key key = keep(users(60));
        ImportStore.Key idle = keep(users(60));
        confirm(judged(key));
        jdbc.sql(
                        "update large_import set expires_at = now() - interval '1 second' where organization_id = ?")
                .param(organization.id().value())
                .update();
        store.sweep();
        run(key);
        store.sweep();

        assertThat(imports.find(idle)).isEmpty();
        assertThat(
                        jdbc.sql("select count(*) from large_import_line where organization_id = ?")
                                .param(organization.id().value())
                                .query(Integer.class)
                                .single())
                .isZero();
        assertThat(html(key)).contains("60</span> created");
    }

    @Test
    void manyLinesThatContradictOneAnotherTakeNoLonger() throws Exception {
        StringBuilder file = new StringBuilder("email,name\n");
        for (int i = 0; i < 40_000; i++) {
            file.append("u%d%s,User %d\n".formatted(i / 2, at, i));
        }
        ImportStore.Key key = keep(file.toString());
        Instant start = Instant.now();
        imports.step(key);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(imports.find(key).orElseThrow().foreseen())
                .isEqualTo(new LargeImport.Foreseen(0, 0, 50));
    }

    @Test
    void aFileThatCanNotBeReadIsNotKept() throws Exception {
        assertThat(code("email,name\na" + at + ",Ada\n\"b" + at + ",Bob\n"))
                .isEqualTo(ImportError.NOT_CSV);
        assertThat(code("phone,name\n1,Ada\n")).isEqualTo(ImportError.HEADER_MISSING);
        assertThat(code("email,name\n")).isEqualTo(ImportError.NOTHING_IN_IT);
        assertThat(code("")).isEqualTo(ImportError.FILE_MISSING);
        assertThat(
                        jdbc.sql("select count(*) from large_import_line where organization_id = ?")
                                .param(organization.id().value())
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void aFileWithMoreLinesThanOneTransactionTakesIsLookedThroughInTheBackground()
            throws Exception {
        StringBuilder file = new StringBuilder("email,name\n");
        for (int i = 0; i <= SheetReader.MOST_LINES; i++) {
            file.append('u').append(i).append(at).append(",U\n");
        }
        MockHttpServletResponse answer =
                mvc.perform(
                                multipart(base())
                                        .file(
                                                new MockMultipartFile(
                                                        "file",
                                                        "u.csv",
                                                        "text/csv",
                                                        file.toString()
                                                                .getBytes(StandardCharsets.UTF_8)))
                                        .with(People.operator())
                                        .with(csrf()))
                        .andReturn()
                        .getResponse();
        String page = answer.getHeader("Location");
        Instant until = Instant.now().plus(Duration.ofSeconds(60));
        while (html(page).contains("Checking the file")) {
            assertThat(Instant.now()).isBefore(until);
            Thread.sleep(200);
        }
        assertThat(html(page)).contains("Import 50,001 users", "in the background");
        assertThat(
                        mvc.perform(get(page).header("HX-Request", "true").with(People.operator()))
                                .andReturn()
                                .getResponse()
                                .getContentAsString())
                .contains("id=\"progress\"", "Show the result");
        assertThat(discard(page)).isEqualTo(302);
    }

    @Test
    void aFileOfMoreThanTheMostBytesIsNotRead() throws Exception {
        MockMultipartFile huge =
                new MockMultipartFile("file", "u.csv", "text/csv", new byte[] {'a'}) {
                    @Override
                    public long getSize() {
                        return LargeImports.MOST_BYTES + 1;
                    }
                };
        assertThat(
                        mvc.perform(
                                        multipart(base())
                                                .file(huge)
                                                .with(People.operator())
                                                .with(csrf()))
                                .andReturn()
                                .getResponse()
                                .getContentAsString())
                .contains("import.file_too_large");
    }

    private String users(int many) {
        StringBuilder file = new StringBuilder("email,name,admin,kind,accounts\n");
        for (int i = 0; i < many; i++) {
            file.append("u%d%s,User %d,%s,,\n".formatted(i, at, i, i == 0 ? "yes" : ""));
        }
        return file.toString();
    }

    private Result<ImportStore.Key> kept(String text) throws IOException {
        return imports.keep(
                People.OPERATOR.id(),
                organization.id(),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
    }

    private ImportStore.Key keep(String text) throws IOException {
        return People.ok(kept(text));
    }

    private Object code(String text) throws IOException {
        return ((Result.Refused<ImportStore.Key>) kept(text)).problems().getFirst().code();
    }

    private LargeImport judged(ImportStore.Key key) {
        run(key);
        return imports.find(key).orElseThrow();
    }

    private void run(ImportStore.Key key) {
        while (imports.step(key)) {
            // Each step is a transaction of its own.
        }
    }

    private void confirm(LargeImport ready) {
        People.ok(
                imports.confirm(caller(), ready.key(), LargeImports.seen(ready).toString(), ADDRESS)
                        .orElseThrow());
    }

    private String csv(LargeImport of) throws IOException {
        StringWriter out = new StringWriter();
        try (SafeCsv csv = new SafeCsv(out)) {
            imports.refused(of, csv);
        }
        return out.toString();
    }

    private int addresses() {
        return jdbc.sql("select count(distinct email_key) from app_user where organization_id = ?")
                .param(organization.id().value())
                .query(Integer.class)
                .single();
    }

    private int records(String action) {
        return jdbc.sql(
                        "select count(*) from audit_record where organization_id = ? and action = ?")
                .params(organization.id().value(), action)
                .query(Integer.class)
                .single();
    }

    private String base() {
        return "/operator/organizations/" + organization.id() + "/users/import";
    }

    private String path(ImportStore.Key key) {
        return base() + "/" + key.id();
    }

    private String html(ImportStore.Key key) throws Exception {
        return html(path(key));
    }

    private String html(String path) throws Exception {
        return mvc.perform(get(path).with(People.operator()))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private int discard(String path) throws Exception {
        return status(MockMvcRequestBuilders.delete(path));
    }

    private int post(String path) throws Exception {
        return status(MockMvcRequestBuilders.post(path));
    }

    private int status(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(
                        request.param("seen", Forms.any("")).with(People.operator()).with(csrf()))
                .andReturn()
                .getResponse()
                .getStatus();
    }

    private Caller caller() {
        return new Caller(Caller.Kind.OPERATOR, Actor.of(People.OPERATOR), organization.id());
    }
}
