package dev.latchkey.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;

import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Account;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInOperator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Importing users from a file: shown first, then done at once or not at all. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class UserImportTest {
    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired ImportStore store;
    @Autowired JdbcClient jdbc;

    private Organization organization;
    private String base;

    /** Makes the addresses of a test its own. */
    private String at;

    @BeforeEach
    void anOrganization() {
        organization = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        base = "/operator/organizations/" + organization.id() + "/users/import";
        at = "@" + UUID.randomUUID() + ".example";
    }

    @Test
    void aFileIsShownFirstAndNothingIsStored() throws Exception {
        String page = upload("email,name,admin\nada" + at + ",Ada Byron,yes\n");

        assertThat(html(page)).contains("Import 1 user", "ada" + at, "Ada Byron", "admin");
        assertThat(directory.countUsers(organization.id())).isZero();
    }

    @Test
    void aDomainThatIsNoneIsRefusedWithTheReasonAndLettersAreTaken() throws Exception {
        String tag = at.substring(1, 9);
        String page =
                upload(
                        """
                        email,name
                        pat-%1$s@\u0161koda.example,Pat
                        bad-%1$s@acme_corp.example,Bad
                        kelvin-%1$s@\u212aelvin.example,Kelvin
                        dot-%1$s@acme\u3002example,Dot
                        """
                                .formatted(tag));
        assertThat(html(page))
                .contains(
                        "not a domain that mail can be sent to",
                        "bad-" + tag,
                        "kelvin-" + tag,
                        "dot-" + tag);
        assertThat(post(page)).isEqualTo(302);
        assertThat(directory.countUsers(organization.id())).isEqualTo(1);
        assertThat(directory.usersByEmail(new EmailAddress("PAT-" + tag + "@xn--koda-f6a.example")))
                .hasSize(1);
    }

    @Test
    void aDomainInLettersAndItsALabelsAreOneUser() throws Exception {
        String tag = at.substring(1, 9);
        People.ok(
                directory.createUser(
                        Caller.system(organization.id()),
                        new NewUser("pat-" + tag + "@m\u00fcller.example", "Pat", false)));
        String page = upload("email,name\npat-" + tag + "@xn--mller-kva.example,Pat\n");
        assertThat(html(page)).doesNotContain("Import 1 user");
        assertThat(directory.countUsers(organization.id())).isEqualTo(1);
    }

    @Test
    void theGoodLinesAreImportedAndTheOthersListed() throws Exception {
        Account sales =
                People.ok(directory.createAccount(Caller.system(organization.id()), "Sales"));
        Account service =
                People.ok(directory.createAccount(Caller.system(organization.id()), "Service; EU"));
        String page =
                upload(
                        """
                        email,name,admin,kind,accounts
                        ada@,Ada Byron,yes,,sales;%s
                        not an address,Bob,,,
                        api@,Reports,no,api-only,Service; EU
                        """
                                .formatted(service.id())
                                .replace("@,", at + ","));

        assertThat(post(page)).isEqualTo(302);

        assertThat(html(page))
                .contains("The import is done", "2</span> created", "1</span> left out");
        User ada = user("ada" + at);
        assertThat(ada.admin()).isTrue();
        assertThat(ada.hasPassword()).isFalse();
        assertThat(accountsOf(ada)).containsExactlyInAnyOrder(sales.id(), service.id());
        assertThat(user("api" + at).kind()).isEqualTo(User.Kind.API_ONLY);
        assertThat(accountsOf(user("api" + at))).containsExactly(service.id());
        assertThat(html(page + "/refused.csv"))
                .contains("\"3\",\"directory.email_unusable\"", "\"not an address\",\"Bob\"");
    }

    private List<AccountId> accountsOf(User user) {
        return jdbc.sql("select account_id from directory_membership where user_id = ?")
                .param(user.id().value())
                .query((row, number) -> new AccountId(row.getObject(1, UUID.class)))
                .list();
    }

    @Test
    void everyUserAndTheImportAreAudited() throws Exception {
        post(upload("email,name\nada" + at + ",Ada\nbob" + at + ",Bob\nbob,Bob"));

        assertThat(
                        jdbc.sql(
                                        """
                                        select count(*) from audit_record
                                        where organization_id = ? and action = 'user.created'
                                          and actor_name = 'Sam Support' and detail ->> 'import' is not null
                                        """)
                                .param(organization.id().value())
                                .query(Integer.class)
                                .single())
                .isEqualTo(2);
        assertThat(
                        jdbc.sql(
                                        """
                                        select detail ->> 'created' || ' ' || (detail ->> 'refused') from audit_record
                                        where organization_id = ? and action = 'users.imported'
                                        """)
                                .param(organization.id().value())
                                .query(String.class)
                                .list())
                .containsExactly("2 1");
    }

    @Test
    void everyReasonIsGivenWithItsLine() throws Exception {
        User present = People.user(directory, organization, "Present" + at);
        People.user(directory, People.organization(directory), "elsewhere" + at);
        String csv =
                refused(
                        """
                        email,name,admin,kind,accounts
                        present@,Ada,,,
                        ELSEWHERE@,Eve,,,
                        twice@,Tom,,,
                        TWICE@,Tom,,,
                        same@,Sue,,,
                        same@,Sue,,,
                        a@,,perhaps,ROBOT,Nowhere
                        b@,Bob,,,,too much
                        """);

        assertThat(csv)
                .contains("\"2\",\"directory.email_differs_in_case\"")
                .contains("\"3\",\"directory.email_of_another_organization\"")
                .contains("\"4\",\"directory.lines_contradict\"")
                .contains("\"5\",\"directory.lines_contradict\"")
                .doesNotContain("\"6\",")
                .contains("\"7\",\"directory.line_repeated\"")
                .contains(
                        "\"8\",\"directory.name_unusable directory.admin_unreadable"
                                + " directory.kind_unknown directory.account_unknown\"")
                .contains("\"9\",\"directory.too_many_cells\"");
        assertThat(user(present.email())).isEqualTo(present);
    }

    @Test
    void usersWhoDifferOnlyInCaseAreNotGuessedBetween() throws Exception {
        User user = People.user(directory, organization, "pair" + at);
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                        select organization_id, gen_random_uuid(), upper(email), email_key, email_domain, name, created_at
                        from app_user where id = ?
                        """)
                .param(user.id().value())
                .update();

        assertThat(refused("email,name\npair" + at + ",Ada\n"))
                .contains("directory.email_differs_in_case");
    }

    @Test
    void anAccountNameThatTwoHaveIsNotGuessed() throws Exception {
        for (int i = 0; i < 2; i++) {
            jdbc.sql(
                            """
                            insert into account (organization_id, id, name, created_at)
                            values (?, gen_random_uuid(), 'Twin', now())
                            """)
                    .param(organization.id().value())
                    .update();
        }
        assertThat(refused("email,name,accounts\na" + at + ",Ada,twin\n"))
                .contains("directory.account_ambiguous");
    }

    @Test
    void whoIsThereStaysAsTheyAreAndTheDifferenceIsShown() throws Exception {
        User present = People.user(directory, organization, "ada" + at);

        String page = upload("email,name,admin\nada" + at + ",Somebody Else,yes\n");

        assertThat(html(page))
                .contains("Already there, but different", "name: Ada", "admin: no")
                .doesNotContain("Import 1 user");
        post(page);
        assertThat(user(present.email())).isEqualTo(present);
    }

    @Test
    void importingTwiceIsImportingOnceAlsoAtTheSameTime() throws Exception {
        String page = upload("email,name\nada" + at + ",Ada\n");
        Callable<Integer> button = () -> post(page);
        try (var hands = Executors.newFixedThreadPool(2)) {
            var first = hands.submit(button);
            var second = hands.submit(button);
            // Whoever comes second may have been shown a user who is no newcomer any more.
            assertThat(List.of(first.get(), second.get())).contains(302).isSubsetOf(302, 409);
        }
        post(page);

        assertThat(directory.countUsers(organization.id())).isOne();
        assertThat(html(page)).contains("1</span> created");
    }

    @Test
    void twoFilesWithOneAddressAtTheSameTimeMakeOneUser() throws Exception {
        String lower = upload("email,name\nada" + at + ",Ada\n");
        String upper = upload("email,name\nADA" + at + ",Ada\n");
        try (var hands = Executors.newFixedThreadPool(2)) {
            var first = hands.submit(() -> post(lower));
            var second = hands.submit(() -> post(upper));
            // Whoever comes second may have been shown a user who is no newcomer any more.
            assertThat(List.of(first.get(), second.get())).contains(302).isSubsetOf(302, 409);
        }
        assertThat(directory.countUsers(organization.id())).isOne();
    }

    @Test
    void whatChangedSinceThePreviewIsHeld() throws Exception {
        String page = upload("email,name\nada" + at + ",Ada\nbob" + at + ",Bob\n");
        People.user(directory, People.organization(directory), "ADA" + at);

        post(page);

        assertThat(html(page)).contains("1</span> created", "1</span> left out");
        assertThat(html(page + "/refused.csv")).contains("directory.email_of_another_organization");
    }

    @Test
    void anImportThatWouldMakeOthersThanItsPageShowedMakesNobody() throws Exception {
        String page = upload("email,name\nada" + at + ",Ada\nbob" + at + ",Bob\n");
        String seen = Forms.seen(html(page), page);
        People.user(directory, organization, "ada" + at);

        var answer =
                mvc.perform(
                                org.springframework.test.web.servlet.request.MockMvcRequestBuilders
                                        .post(page)
                                        .param("seen", seen)
                                        .with(People.operator())
                                        .with(csrf()))
                        .andReturn()
                        .getResponse();

        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(answer.getContentAsString()).contains("seen.changed", "Import 1 user");
        assertThat(directory.countUsers(organization.id())).isOne();
        assertThat(post(page)).isEqualTo(302);
        assertThat(directory.countUsers(organization.id())).isEqualTo(2);
    }

    @Test
    void anImportBelongsToItsOperatorAndItsOrganization() throws Exception {
        String page = upload("email,name\nada" + at + ",Ada\n");
        SignedInOperator eve = new SignedInOperator(OperatorId.next(), "eve@vendor.example", "Eve");
        Requests.focus(jdbc, eve.id(), organization.id());
        RequestPostProcessor another =
                SecurityMockMvcRequestPostProcessors.authentication(
                        UsernamePasswordAuthenticationToken.authenticated(
                                eve, null, AuthorityUtils.createAuthorityList("ROLE_OPERATOR")));
        Organization other = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), other.id());
        String elsewhere = page.replace(organization.id().toString(), other.id().toString());

        for (String path : List.of(page, page + "/refused.csv")) {
            assertThat(mvc.perform(get(path).with(another)).andReturn().getResponse().getStatus())
                    .isEqualTo(404);
        }
        assertThat(
                        mvc.perform(
                                        org.springframework.test.web.servlet.request
                                                .MockMvcRequestBuilders.post(page)
                                                .with(another)
                                                .with(csrf()))
                                .andReturn()
                                .getResponse()
                                .getStatus())
                .isEqualTo(404);
        assertThat(post(elsewhere)).isEqualTo(404);
        assertThat(post(base + "/" + UUID.randomUUID())).isEqualTo(404);
        assertThat(post(base + "/no-id")).isEqualTo(400);
        assertThat(directory.countUsers(organization.id())).isZero();
    }

    @Test
    void aDiscardedFileIsGone() throws Exception {
        String page = upload("email,name\nada" + at + ",Ada\n");
        discard(page);
        assertThat(post(page)).isEqualTo(404);
    }

    @Test
    void anExpiredFileIsGone() throws Exception {
        String page = upload("email,name\nada" + at + ",Ada\n");
        jdbc.sql(
                        "update user_import set expires_at = now() - interval '1 second' where id = ?::uuid")
                .param(page.substring(page.lastIndexOf('/') + 1))
                .update();

        assertThat(post(page)).isEqualTo(404);
        store.sweep();
        assertThat(
                        jdbc.sql("select count(*) from user_import where organization_id = ?")
                                .param(organization.id().value())
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void aFileThatCannotBeReadIsRefusedAndThePastedTextIsKept() throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(
                                multipart(base)
                                        .param("text", "phone,name\n<b>1</b>,Ada")
                                        .with(People.operator())
                                        .with(csrf()))
                        .andReturn()
                        .getResponse();
        assertThat(answer.getContentAsString())
                .contains("import.header_missing", "phone,name\n&lt;b&gt;1&lt;/b&gt;,Ada");

        assertThat(sent(new byte[10 * 1024 * 1024]).getContentAsString())
                .contains("import.nul_inside");
        assertThat(
                        sent("email,name\na@b,Zoë".getBytes(StandardCharsets.ISO_8859_1))
                                .getContentAsString())
                .contains("import.not_utf8");
        assertThat(sent(new byte[0]).getContentAsString()).contains("import.file_missing");
    }

    @Test
    void whatIsHostileInAFileIsTextOnThePageAndInTheDownload() throws Exception {
        String page =
                upload(
                        """
                        email,name,<script>
                        =cmd|' /C calc'!A0,"<img src=x onerror=alert(1)>",
                        ok@,"<script>alert(1)</script>",
                        bidi@,\u202Egnp.exe,
                        """
                                .replace("@,", at + ","));

        assertThat(html(page)).contains("&lt;script&gt;", "=cmd").doesNotContain("<script", "<img");
        assertThat(html(page + "/refused.csv"))
                .contains("\"'=cmd|' /C calc'!A0\"")
                .contains("directory.name_unusable");
        MockHttpServletResponse csv =
                mvc.perform(get(page + "/refused.csv").with(People.operator()))
                        .andReturn()
                        .getResponse();
        assertThat(csv.getContentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(csv.getHeader("Content-Disposition")).startsWith("attachment");
        assertThat(csv.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void fiftyThousandUsersTakeSeconds() throws Exception {
        People.ok(directory.createAccount(Caller.system(organization.id()), "Sales"));
        StringBuilder file = new StringBuilder("email,name,accounts\n");
        for (int i = 0; i < SheetReader.MOST_LINES; i++) {
            file.append("u").append(i).append(at).append(",User ").append(i).append(",Sales\n");
        }
        Instant start = Instant.now();
        String page = upload(file.toString());
        assertThat(html(page)).contains("Import 50,000 users");
        Instant shown = Instant.now();
        assertThat(post(page)).isEqualTo(302);
        Duration importing = Duration.between(shown, Instant.now());
        System.out.println(
                "Shown after " + Duration.between(start, shown) + ", imported in " + importing);

        assertThat(directory.countUsers(organization.id())).isEqualTo(50_000);
        assertThat(importing).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void manyLinesWithOneAddressTakeNoLonger() throws Exception {
        String file = "email,name\n" + ("ada" + at + ",Ada\n").repeat(SheetReader.MOST_LINES);
        Instant start = Instant.now();
        String page = upload(file);
        assertThat(html(page)).contains("Import 1 user", "49,999");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    private String upload(String text) throws Exception {
        MockHttpServletResponse answer = sent(text.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(302);
        return answer.getHeader("Location");
    }

    private String refused(String text) throws Exception {
        return html(upload(text.replace("@,", at + ",")) + "/refused.csv");
    }

    private MockHttpServletResponse sent(byte[] content) throws Exception {
        return mvc.perform(
                        multipart(base)
                                .file(new MockMultipartFile("file", "u.csv", "text/csv", content))
                                .with(People.operator())
                                .with(csrf()))
                .andReturn()
                .getResponse();
    }

    private void discard(String path) throws Exception {
        mvc.perform(
                org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete(path)
                        .with(People.operator())
                        .with(csrf()));
    }

    private int post(String path) throws Exception {
        return mvc.perform(
                        org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post(
                                        path)
                                .param("seen", Forms.any(mvc, path, People.operator()))
                                .with(People.operator())
                                .with(csrf()))
                .andReturn()
                .getResponse()
                .getStatus();
    }

    private String html(String path) throws Exception {
        return mvc.perform(get(path).with(People.operator()))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private User user(String email) {
        return directory
                .usersByEmail(organization.id(), EmailAddress.parse(email).orElseThrow())
                .getFirst();
    }
}
