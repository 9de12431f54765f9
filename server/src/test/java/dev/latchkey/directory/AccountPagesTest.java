package dev.latchkey.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Caller;
import dev.latchkey.shared.AccountId;
import dev.latchkey.testing.Requests;
import dev.latchkey.testing.WholeServer;
import java.util.Arrays;
import java.util.List;
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
class AccountPagesTest {
    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Accounts accounts;
    @Autowired JdbcClient jdbc;

    private Organization organization;
    private String base;

    @BeforeEach
    void anOrganization() {
        organization = People.organization(directory);
        Requests.focus(jdbc, People.OPERATOR.id(), organization.id());
        base = "/operator/organizations/" + organization.id() + "/accounts";
    }

    @Test
    void anAccountIsCreatedAndRenamed() throws Exception {
        String page = send(base, "name=Sales").getHeader("Location");

        assertThat(html(page)).contains("Sales");
        send(page, "version=1", "name=Sales & Service");

        assertThat(html(base)).contains("Sales &amp; Service");
        assertThat(actions(page)).containsExactly("account.created", "account.renamed");
    }

    @Test
    void aNameIsTakenInAnyCaseWithinTheOrganizationOnly() throws Exception {
        send(base, "name=Sales");

        assertThat(send(base, "name=SALES").getContentAsString())
                .contains("directory.account_name_taken", "value=\"SALES\"");
        assertThat(
                        People.ok(
                                        directory.createAccount(
                                                Caller.system(People.organization(directory).id()),
                                                "Sales"))
                                .name())
                .isEqualTo("Sales");
    }

    @Test
    void twoWhoTakeOneNameAtOnceGetOneAccount() throws Exception {
        Callable<Integer> maker = () -> send(base, "name=Only one").getStatus();
        try (var makers = Executors.newFixedThreadPool(2)) {
            var first = makers.submit(maker);
            var second = makers.submit(maker);
            assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(302, 200);
        }
        assertThat(accounts.count(organization.id())).isOne();
    }

    @Test
    void aRenameByAnOldFormIsRefused() throws Exception {
        String page = send(base, "name=Sales").getHeader("Location");
        send(page, "version=1", "name=First");

        assertThat(send(page, "version=1", "name=Second").getContentAsString())
                .contains("directory.changed_meanwhile", "value=\"Second\"");
        assertThat(html(base)).contains("First").doesNotContain("Second");
    }

    @Test
    void usersAreAddedByAddressAndRemoved() throws Exception {
        User user = People.user(directory, organization, People.email());
        String page = send(base, "name=Sales").getHeader("Location");

        send(page + "/users", "email=" + user.email(), "role=OWNER");

        assertThat(html(page)).contains(user.email(), "Owner");
        assertThat(html(userPage(user))).contains("Sales");
        send(page + "/users/" + user.id(), "_method=delete");
        assertThat(html(page)).contains("Nobody is in this account yet");
        assertThat(actions(userPage(user)))
                .containsExactly("user.created", "membership.set", "membership.removed");
    }

    @Test
    void addingTwiceChangesTheRoleOnly() throws Exception {
        User user = People.user(directory, organization, People.email());
        String page = send(base, "name=Sales").getHeader("Location");

        send(page + "/users", "email=" + user.email());
        send(page + "/users", "email=" + user.email());
        send(page + "/users", "email=" + user.email(), "role=OWNER");

        assertThat(actions(userPage(user)))
                .containsExactly("user.created", "membership.set", "membership.set");
    }

    @Test
    void aGuestOfAnotherOrganizationIsShownApart() throws Exception {
        Organization employer = People.organization(directory);
        User guest = People.user(directory, employer, People.email());
        String page = send(base, "name=Sales").getHeader("Location");

        send(page + "/users", "email=" + guest.email());

        assertThat(html(page)).contains("guest from " + employer.name());
        assertThat(html(userPage(guest))).contains("guest at " + organization.name());
    }

    @Test
    void whomNobodyKnowsCannotBeAdded() throws Exception {
        String page = send(base, "name=Sales").getHeader("Location");
        assertThat(send(page + "/users", "email=nobody@example.invalid").getContentAsString())
                .contains("directory.user_unknown", "nobody@example.invalid");
        assertThat(send(page + "/users", "email=\0").getContentAsString())
                .contains("directory.user_unknown");
    }

    @Test
    void anAccountOfAnotherOrganizationIsNotFound() throws Exception {
        Account other =
                People.ok(
                        directory.createAccount(
                                Caller.system(People.organization(directory).id()), "Other"));
        User user = People.user(directory, organization, People.email());

        for (String path : List.of("/" + other.id(), "/" + AccountId.next(), "/AC0")) {
            assertThat(status(base + path)).isEqualTo(404);
            assertThat(send(base + path, "version=1", "name=Stolen").getStatus()).isEqualTo(404);
            assertThat(send(base + path + "/users", "email=" + user.email()).getStatus())
                    .isEqualTo(404);
            assertThat(send(base + path + "/users/" + user.id(), "_method=delete").getStatus())
                    .isEqualTo(404);
        }
    }

    private String userPage(User user) {
        return "/operator/organizations/" + user.organization() + "/users/" + user.id();
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

    private int status(String path) throws Exception {
        return mvc.perform(get(path).with(People.operator())).andReturn().getResponse().getStatus();
    }

    private List<String> actions(String page) {
        return jdbc.sql("select action from audit_record where subject_id = ? order by at, id")
                .param(page.substring(page.lastIndexOf('/') + 1))
                .query(String.class)
                .list();
    }
}
