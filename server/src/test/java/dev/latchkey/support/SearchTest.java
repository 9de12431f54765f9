package dev.latchkey.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Account;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.testing.Pages;
import dev.latchkey.testing.WholeServer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

@WholeServer
@org.jspecify.annotations.NullUnmarked
class SearchTest {
    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired Connections connections;
    @Autowired Search search;
    @Autowired JdbcClient jdbc;

    private final String mark = "Q" + UUID.randomUUID().toString().substring(0, 13);
    private Organization organization;

    @BeforeEach
    void anOrganization() {
        organization = People.organization(directory);
    }

    @Test
    void everyKindIsFoundByItsSid() throws Exception {
        User user = user("ada@" + mark + ".example", mark + " Ada");
        Account account =
                People.ok(
                        directory.createAccount(Caller.system(organization.id()), mark + " Main"));
        Connection connection = connection();
        SupportRequestId request = request(mark + " help");

        assertThat(only(organization.id().toString())).isEqualTo(organization.name());
        assertThat(only(user.id().toString().toLowerCase(Locale.ROOT))).isEqualTo(mark + " Ada");
        assertThat(only(account.id().toString())).isEqualTo(mark + " Main");
        assertThat(only(connection.id().toString())).isEqualTo(mark + " IdP");
        assertThat(only(request.toString())).isEqualTo(mark + " help");
    }

    @Test
    void whateverBeginsSoIsFoundInEveryKindWithItsOrganization() throws Exception {
        user("ada@" + mark + ".example", mark + " Ada");
        People.ok(directory.createAccount(Caller.system(organization.id()), mark + " Main"));
        connection();
        request(mark + " help");
        jdbc.sql("update organization set name = ? where id = ?")
                .params(mark + " works", organization.id().value())
                .update();

        List<Search.Group> found = search.find(mark.toLowerCase(Locale.ROOT));

        assertThat(found)
                .extracting(Search.Group::heading)
                .containsExactly("Organizations", "Accounts", "Users", "Connections", "Requests");
        assertThat(found)
                .allSatisfy(group -> {
                    assertThat(group.hits()).hasSize(1);
                    assertThat(group.hits().getFirst().organization()).isEqualTo(organization.id());
                });
        assertThat(page(mark)).contains(mark + " works", mark + " Ada", mark + " IdP");
        assertThat(search.find("x" + mark)).isEmpty();
    }

    @Test
    void anAddressFindsItsUserAndADomainItsOrganizationsAndUsers() {
        User user = user("Ada@" + mark + ".example", "Ada");
        user("bob@" + mark + ".example", "Bob");
        Organization other = People.organization(directory);
        People.user(directory, other, "zed@" + mark + ".example");

        assertThat(only("ADA@" + mark.toUpperCase(Locale.ROOT) + ".EXAMPLE")).isEqualTo("Ada");
        assertThat(search.find(user.email())).hasSize(1);
        List<Search.Group> domain = search.find("@" + mark + ".example");
        assertThat(domain.getFirst().hits())
                .extracting(SearchHit::name)
                .containsExactlyInAnyOrder(organization.name(), other.name());
        assertThat(domain.getLast().hits()).hasSize(3);
        assertThat(search.find("ada@" + mark + ".exampl")).isEmpty();
        assertThat(search.find("@" + mark)).isEmpty();
    }

    @Test
    void moreThanTwentyAsksToNarrow() throws Exception {
        fill(25);
        Search.Group users = search.find(mark).getFirst();
        assertThat(users.hits()).hasSize(20);
        assertThat(users.more()).isTrue();
        assertThat(page(mark)).contains("Narrow your search");
        assertThat(page(mark + " 7")).doesNotContain("Narrow your search");
    }

    @Test
    void whatIsTypedIsLookedForAsItStands() throws Exception {
        user("a@" + mark + ".example", mark + "50%_o\\' <b>");
        assertThat(only(mark + "50%_o\\'")).contains("<b>");
        assertThat(search.find(mark + "5_%")).isEmpty();
        assertThat(page(mark + "50")).contains("&lt;b&gt;").doesNotContain("<b>");
        assertThat(search.find("a\0b")).isEmpty();
        assertThat(search.find("x".repeat(5000))).isEmpty();
        assertThat(search.find(" ")).isEmpty();
        assertThat(search.find("@")).isEmpty();
        assertThat(page("%")).contains("Nothing was found");
    }

    private void fill(int users) {
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                        select :organization, gen_random_uuid(), e, lower(e), lower(:mark) || '.example',
                               :mark || ' ' || n, now()
                        from (select n, n || 'n@' || :mark || '.example' as e from generate_series(1, :users) n) x
                        """)
                .param("organization", organization.id().value())
                .param("mark", mark)
                .param("users", users)
                .update();
    }

    private User user(String email, String name) {
        User made = People.user(directory, organization, email);
        jdbc.sql("update app_user set name = ? where id = ?")
                .params(name, made.id().value())
                .update();
        return made;
    }

    private Connection connection() {
        return People.ok(
                connections.create(
                        Caller.system(organization.id()),
                        ConnectionDetails.usual(
                                mark + " IdP",
                                "https://idp.example/" + mark,
                                "https://idp.example/sso",
                                Binding.HTTP_REDIRECT,
                                List.of(TestIdp.rsa(2048).pinned()))));
    }

    private SupportRequestId request(String subject) {
        return dev.latchkey.testing.Requests.open(jdbc, organization.id(), subject);
    }

    private String only(String text) {
        List<Search.Group> found = search.find(text);
        assertThat(found).as(text).hasSize(1);
        assertThat(found.getFirst().hits()).as(text).hasSize(1);
        return found.getFirst().hits().getFirst().name();
    }

    private String page(String text) throws Exception {
        return Pages.of(mvc, People.OPERATOR)
                .html(
                        "/operator/search?q="
                                + java.net.URLEncoder.encode(
                                        text, java.nio.charset.StandardCharsets.UTF_8));
    }
}
