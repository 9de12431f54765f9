package dev.latchkey.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Caller;
import dev.latchkey.testing.Forms;
import dev.latchkey.testing.Requests;
import dev.latchkey.testing.WholeServer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

@WholeServer
@org.jspecify.annotations.NullUnmarked
class UserPagesTest {
    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;
    @Autowired org.springframework.transaction.support.TransactionTemplate transaction;

    private Organization organization;
    private String base;

    @BeforeEach
    void anOrganization() {
        organization = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        base = "/operator/organizations/" + organization.id() + "/users";
    }

    @Test
    void aUserIsCreatedWithTheirAccounts() throws Exception {
        Account account =
                People.ok(directory.createAccount(Caller.system(organization.id()), "Sales"));
        String email = People.email();

        String page =
                send(
                                base,
                                "email= " + email + " ",
                                "name=Ada",
                                "admin=true",
                                "kind=PERSON",
                                "accounts=" + account.id())
                        .getHeader("Location");

        assertThat(html(page)).contains(email, "Ada", "yes, of the whole organization", "Sales");
        assertThat(actions(page)).containsExactly("user.created", "membership.set");
    }

    @Test
    void everythingWrongIsToldAtOnceAndWhatWasTypedIsKept() throws Exception {
        String answer =
                send(base, "email=no address", "name= ", "admin=true", "kind=API_ONLY")
                        .getContentAsString();

        assertThat(answer)
                .contains("directory.email_unusable", "directory.name_unusable", "no address")
                .containsPattern("name=\"admin\"[^>]*checked")
                .containsPattern("value=\"API_ONLY\"\\s+selected");
        assertThat(send(base, "email=a@b.example", "name=A", "kind=ROBOT").getContentAsString())
                .contains("directory.kind_unknown");
        assertThat(directory.countUsers(organization.id())).isZero();
    }

    @Test
    void whatCanNotBeAnAddressMakesNoUserAndTheReasonIsSaid() throws Exception {
        for (String[] row :
                new String[][] {
                    {"mailto:x@acme.example", "the name of a protocol", "email_unusable"},
                    {"trailing@acme.example.", "It ends with a dot.", "email_domain_unusable"},
                    {"two..dots@acme.example", "two dots in a row", "email_unusable"},
                    {"pat@acme", "has no dot in it", "email_domain_unusable"},
                    {"p\u200bat@acme.example", "p\\u{200b}at@acme.example", "email_unusable"}
                }) {
            assertThat(send(base, "email=" + row[0], "name=A", "kind=").getContentAsString())
                    .contains("directory." + row[2], row[1]);
        }
        assertThat(directory.countUsers(organization.id())).isZero();
    }

    @Test
    void whoHasSuchAnAddressFromBeforeIsShownFoundAndChangedAndTheAddressMayStay()
            throws Exception {
        User user = People.user(directory, organization, People.email());
        String old = "mailto:two..dots@" + user.email().split("@", -1)[1] + ".";
        jdbc.sql("update app_user set email = ?, email_key = ? where id = ?")
                .params(old, old, user.id().value())
                .update();

        assertThat(html(page(user))).contains(old);
        assertThat(html(base + "?q=" + old)).contains(">" + old + "<");
        assertThat(send(page(user), "version=1", "email=" + old, "name=New").getStatus())
                .isEqualTo(302);
        send(page(user) + "/activation", "_method=delete");
        assertThat(directory.user(organization.id(), user.id()).orElseThrow().active()).isFalse();
    }

    @Test
    void anAccountOfAnotherOrganizationCannotBeTickedAndNothingIsHalfDone() throws Exception {
        Account other =
                People.ok(
                        directory.createAccount(
                                Caller.system(People.organization(directory).id()), "Other"));

        assertThat(
                        send(
                                        base,
                                        "email=" + People.email(),
                                        "name=A",
                                        "kind=PERSON",
                                        "accounts=" + other.id())
                                .getContentAsString())
                .contains("directory.account_unknown");
        assertThat(directory.countUsers(organization.id())).isZero();
    }

    @Test
    void anAddressIsTakenInAnyCaseByAnyOrganization() throws Exception {
        String email = People.email();
        People.user(directory, People.organization(directory), email);

        assertThat(
                        send(base, "email=" + email.toUpperCase(Locale.ROOT), "name=A", "kind=")
                                .getContentAsString())
                .contains("directory.email_taken");
    }

    @Test
    void twoWhoTakeOneAddressAtOnceGetOneUser() throws Exception {
        String email = People.email();
        Callable<Integer> lower = () -> send(base, "email=" + email, "name=A").getStatus();
        Callable<Integer> upper =
                () -> send(base, "email=" + email.toUpperCase(Locale.ROOT), "name=A").getStatus();
        try (var makers = Executors.newFixedThreadPool(2)) {
            var first = makers.submit(lower);
            var second = makers.submit(upper);
            assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(302, 200);
        }
        assertThat(directory.countUsers(organization.id())).isOne();
    }

    @Test
    void aUserIsChangedAndItIsAudited() throws Exception {
        User user = People.user(directory, organization, People.email());
        String email = People.email();

        send(
                page(user),
                "version=1",
                "email=" + email,
                "name=Ada Byron",
                "admin=true",
                "kind=SHARED_MAILBOX");

        User changed = directory.user(organization.id(), user.id()).orElseThrow();
        assertThat(changed.email()).isEqualTo(email);
        assertThat(changed.name()).isEqualTo("Ada Byron");
        assertThat(changed.admin()).isTrue();
        assertThat(changed.kind()).isEqualTo(User.Kind.SHARED_MAILBOX);
        assertThat(actions(page(user))).containsExactly("user.created", "user.changed");
        assertThat(lastDetail(user)).contains(user.email(), email, "SHARED_MAILBOX");
    }

    @Test
    void onlyTheCaseOfAnAddressCanBeCorrected() throws Exception {
        User user = People.user(directory, organization, People.email());
        String upper = user.email().toUpperCase(Locale.ROOT);

        assertThat(send(page(user), "version=1", "email=" + upper, "name=Ada").getStatus())
                .isEqualTo(302);

        assertThat(directory.user(organization.id(), user.id()).orElseThrow().email())
                .isEqualTo(upper);
    }

    @Test
    void anAddressCannotBeTakenFromSomebodyElse() throws Exception {
        User user = People.user(directory, organization, People.email());
        User other = People.user(directory, People.organization(directory), People.email());

        assertThat(
                        send(
                                        page(user),
                                        "version=1",
                                        "email=" + other.email().toUpperCase(Locale.ROOT),
                                        "name=Ada")
                                .getContentAsString())
                .contains("directory.email_taken");
    }

    @Test
    void aChangeByAnOldFormIsRefusedAndSaysWhatIsStored() throws Exception {
        User user = People.user(directory, organization, People.email());
        send(page(user), "version=1", "email=" + user.email(), "name=First");

        String answer =
                send(page(user), "version=1", "email=" + user.email(), "name=Second")
                        .getContentAsString();

        assertThat(answer).contains("directory.changed_meanwhile", "First &lt;", "Second");
        assertThat(send(page(user), "version=x", "email=a@b", "name=A").getStatus()).isEqualTo(400);
        assertThat(directory.user(organization.id(), user.id()).orElseThrow().name())
                .isEqualTo("First");
    }

    @Test
    void aDeactivatedUserCanBeActivatedAgainAndTwiceIsOnce() throws Exception {
        User user = People.user(directory, organization, People.email());

        send(page(user) + "/activation", "_method=delete");
        send(page(user) + "/activation", "_method=delete");
        assertThat(html(page(user))).contains("inactive");
        assertThat(html(page(user))).doesNotContain("password-link");
        send(
                page(user) + "/activation",
                "seen=" + Forms.seen(html(page(user)), page(user) + "/activation"));

        assertThat(directory.user(organization.id(), user.id()).orElseThrow().active()).isTrue();
        assertThat(actions(page(user)))
                .containsExactly("user.created", "user.deactivated", "user.activated");
    }

    @Test
    void aSignInThatMeetsADeactivationOrANewAddressDoesNotStand() {
        User user = People.user(directory, organization, People.email());
        assertThat(directory.signedIn(user, java.time.Instant.now())).isTrue();

        jdbc.sql("update app_user set active = false where id = ?")
                .param(user.id().value())
                .update();
        assertThat(directory.signedIn(user, java.time.Instant.now())).isFalse();

        jdbc.sql("update app_user set active = true, email = ? where id = ?")
                .params(People.email(), user.id().value())
                .update();
        assertThat(directory.signedIn(user, java.time.Instant.now())).isFalse();
    }

    @Test
    void aPartOfANameIsLookedUpInAnIndex() {
        List<String> plan =
                transaction.execute(status -> {
                    jdbc.sql("set local enable_seqscan = off").update();
                    return jdbc.sql(
                                    "explain select * from app_user where "
                                            + Users.HAS_PART.replace(":part", "'%schmid%'"))
                            .query(String.class)
                            .list();
                });

        assertThat(String.join("\n", plan)).contains("app_user_by_part");
    }

    @Test
    void aLongListIsWalkedFromPartToPartWithinTheOrganization() throws Exception {
        Organization other = People.organization(directory);
        for (Organization each : List.of(organization, other)) {
            jdbc.sql(
                            """
                            insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                            select :org, gen_random_uuid(), e, e, 'many.example', 'Zoé Müller', now()
                            from (select lpad(n::text, 4, '0') || '-' || :org || '@many.example' as e
                                from generate_series(1, 120) n) x
                            """)
                    .param("org", each.id().value())
                    .update();
        }
        for (String search : List.of("", "?q=müller", "?q=zo", "?q=é m")) {
            String first = html(base + search);
            assertThat(first).contains("0001-", "0050-").doesNotContain("0051-", "rel=\"prev\"");
            String second = html(link(first, "next"));
            assertThat(second).contains("0051-", "0100-").doesNotContain("0050-", "0101-");
            String third = html(link(second, "next"));
            assertThat(third).contains("0101-", "0120-").doesNotContain("rel=\"next\"");
            assertThat(third).doesNotContain(other.id().value().toString());
            assertThat(html(link(third, "prev"))).contains("0051-", "0100-");
            assertThat(link(second, "first")).isEqualTo(base + search);

            String elsewhere =
                    link(first, "next")
                            .replace(organization.id().toString(), other.id().toString());
            Requests.focus(jdbc, People.OPERATOR.id(), other.id());
            assertThat(html(elsewhere)).doesNotContain(organization.id().value().toString());
        }
        assertThat(html(base + "?at=rubbish"))
                .contains("0001-", "That place in the list is not known");
    }

    private static String link(String html, String rel) {
        java.util.regex.Matcher link =
                java.util.regex.Pattern.compile("rel=\"" + rel + "\"\\s+href=\"([^\"]+)\"")
                        .matcher(html);
        assertThat(link.find()).as(rel).isTrue();
        return java.net.URLDecoder.decode(
                link.group(1).replace("&amp;", "&"), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void usersAreFoundByNameAddressAndSid() throws Exception {
        User user = People.user(directory, organization, "ada_b%" + People.email());
        People.user(directory, organization, People.email());

        for (String text : List.of("ADA_B%", "da_b%u", user.id().toString())) {
            assertThat(search(text)).as(text).contains(user.email(), "of <span>1</span>");
        }
        assertThat(search("ada")).contains("of <span>2</span>"); // both are called Ada
        assertThat(search("a%a")).contains("Nobody was found");
        assertThat(search("\0")).contains("Nobody was found");
    }

    @Test
    void aUserOfAnotherOrganizationIsNotFound() throws Exception {
        User other = People.user(directory, People.organization(directory), People.email());
        String path = base + "/" + other.id();

        assertThat(mvc.perform(get(path).with(People.operator())).andReturn().getResponse())
                .satisfies(answer -> assertThat(answer.getStatus()).isEqualTo(404));
        assertThat(send(path, "version=1", "email=" + other.email(), "name=Stolen").getStatus())
                .isEqualTo(404);
        assertThat(send(path + "/activation", "_method=delete").getStatus()).isEqualTo(404);
        assertThat(send(path + "/password-link").getStatus()).isEqualTo(404);
        assertThat(search(other.email())).contains("Nobody was found");
    }

    private String page(User user) {
        return base + "/" + user.id();
    }

    private MockHttpServletResponse send(String path, String... fields) throws Exception {
        var request = post(path).with(People.operator()).with(csrf());
        Arrays.stream(fields)
                .map(field -> field.split("=", 2))
                .forEach(field -> request.param(field[0], field[1]));
        return mvc.perform(request).andReturn().getResponse();
    }

    private String html(String path) throws Exception {
        return mvc.perform(get(path).with(People.operator()))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private String search(String text) throws Exception {
        return mvc.perform(get(base).param("q", text).with(People.operator()))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private List<String> actions(String page) {
        return jdbc.sql("select action from audit_record where subject_id = ? order by at, id")
                .param(page.substring(page.lastIndexOf('/') + 1))
                .query(String.class)
                .list();
    }

    private String lastDetail(User user) {
        return jdbc.sql(
                        "select detail::text from audit_record where subject_id = ? order by at desc limit 1")
                .param(user.id().toString())
                .query(String.class)
                .single();
    }
}
