package dev.latchkey.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.testing.Requests;
import dev.latchkey.testing.WholeServer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

@WholeServer
@org.jspecify.annotations.NullUnmarked
class OrganizationPagesTest {
    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;

    @Test
    void anOperatorCreatesAnOrganizationAndItIsAudited() throws Exception {
        String name = "Acme " + UUID.randomUUID();

        String page = location(create(name, "ENTERPRISE"));

        String html = html(page);
        assertThat(html).contains(name, "Enterprise", "with SSO");
        assertThat(actions(page)).containsExactly("organization.created");
    }

    @Test
    void whatWasTypedIsKeptWhenItIsRefused() throws Exception {
        assertThat(create("  ", "ADMINISTRATION").getContentAsString())
                .contains("directory.name_unusable")
                .containsPattern("value=\"ADMINISTRATION\"\\s+checked");
        assertThat(create("Kept & quoted \"name\"", "GOLD").getContentAsString())
                .contains("directory.edition_unknown", "Kept &amp; quoted &quot;name&quot;");
    }

    @Test
    void namesThatCouldHideSomethingAreRefused() throws Exception {
        for (String name :
                new String[] {
                    "a\0b", "a\nb", "a\u202Eb", "a\u2066b", "x".repeat(201), "\u2028", "a\u0007"
                }) {
            assertThat(create(name, "STANDARD").getContentAsString())
                    .as(name)
                    .contains("directory.name_unusable");
        }
    }

    @Test
    void htmlInANameIsText() throws Exception {
        String name = "<script>alert(1)</script>" + UUID.randomUUID();
        String page = location(create(name, "STANDARD"));

        for (String each : new String[] {page, page + "/edit", page + "/users"}) {
            assertThat(html(each)).contains("&lt;script&gt;").doesNotContain("<script");
        }
    }

    @Test
    void nameAndEditionCanBeChanged() throws Exception {
        Organization organization = People.organization(directory);
        String name = "Renamed " + UUID.randomUUID();

        String page = location(change(organization.id(), 1, name, "STANDARD"));

        assertThat(directory.organization(organization.id()))
                .contains(new Organization(organization.id(), name, Edition.STANDARD));
        assertThat(actions(page)).containsExactly("organization.created", "organization.changed");
        assertThat(lastDetail(organization.id()))
                .contains(organization.name(), name, "ENTERPRISE", "STANDARD");
    }

    @Test
    void aChangeThatChangesNothingIsNotAudited() throws Exception {
        Organization organization = People.organization(directory);

        String page = location(change(organization.id(), 1, organization.name(), "ENTERPRISE"));

        assertThat(actions(page)).containsExactly("organization.created");
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotOverwritten() throws Exception {
        Organization organization = People.organization(directory);
        location(change(organization.id(), 1, "First " + organization.name(), "STANDARD"));

        MockHttpServletResponse second =
                change(organization.id(), 1, "Second " + organization.name(), "ENTERPRISE");

        assertThat(second.getContentAsString())
                .contains("directory.changed_meanwhile", "First ", "Second ")
                .contains("name=\"version\" value=\"2\"");
        assertThat(directory.organization(organization.id()).orElseThrow().name())
                .startsWith("First ");
    }

    @Test
    void theListIsSearchedByNameSidAddressAndDomain() throws Exception {
        Organization organization = People.organization(directory);
        String domain = UUID.randomUUID() + ".example";
        User user = People.user(directory, organization, "Ada@" + domain);
        Account account =
                People.ok(directory.createAccount(Caller.system(organization.id()), "Main"));

        for (String text :
                new String[] {
                    organization.name().substring(4).toUpperCase(java.util.Locale.ROOT),
                    organization.id().toString(),
                    user.id().toString(),
                    account.id().toString(),
                    "ADA@" + domain,
                    "@" + domain
                }) {
            assertThat(search(text)).as(text).contains(organization.id().toString());
        }
        assertThat(search("ada@" + domain + "x")).contains("Nothing was found");
    }

    @Test
    void wildcardsAndQuotesAreLookedForAsTheyStand() throws Exception {
        Organization organization =
                People.ok(
                        directory.create(
                                Actor.SYSTEM, "50%_o\\' " + UUID.randomUUID(), Edition.STANDARD));
        assertThat(search("50%_o\\' " + organization.name().substring(8)))
                .contains(organization.id().toString());
        assertThat(search("5%_o\\'" + organization.name().substring(8)))
                .doesNotContain(organization.id().toString());
        assertThat(search("a\0b")).contains("Nothing was found");
        assertThat(search("x".repeat(5000))).contains("Nothing was found");
    }

    @Test
    void aLongListComesInPages() throws Exception {
        String mark = UUID.randomUUID().toString();
        for (int i = 0; i < 51; i++) {
            People.ok(
                    directory.create(Actor.SYSTEM, "%s %03d".formatted(mark, i), Edition.STANDARD));
        }
        assertThat(search(mark)).contains(mark + " 000", mark + " 049", "of <span>51</span>");
        assertThat(search(mark)).doesNotContain(mark + " 050");
        assertThat(html("/operator?page=2&q=" + mark)).contains(mark + " 050", "rel=\"prev\"");
        assertThat(html("/operator?page=2147483647&q=" + mark)).contains(mark + " 050");
        assertThat(html("/operator?page=-7&q=" + mark)).contains(mark + " 000");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String sid :
                new String[] {
                    OrganizationId.next().toString(), "OR1", "%00", "..%2F", "US" + "0".repeat(32)
                }) {
            assertThat(
                            mvc.perform(
                                            get(java.net.URI.create(
                                                            "/operator/organizations/" + sid))
                                                    .with(People.operator()))
                                    .andReturn()
                                    .getResponse()
                                    .getStatus())
                    .as(sid)
                    .isIn(400, 404);
        }
    }

    private MockHttpServletResponse create(String name, String edition) throws Exception {
        return mvc.perform(
                        post("/operator/organizations")
                                .with(People.operator())
                                .with(csrf())
                                .param("name", name)
                                .param("edition", edition))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse change(
            OrganizationId id, int version, String name, String edition) throws Exception {
        Requests.focus(jdbc, People.OPERATOR.id(), id);
        return mvc.perform(
                        post("/operator/organizations/" + id)
                                .with(People.operator())
                                .with(csrf())
                                .param("version", Integer.toString(version))
                                .param("name", name)
                                .param("edition", edition))
                .andReturn()
                .getResponse();
    }

    private static String location(MockHttpServletResponse answer) {
        assertThat(answer.getStatus()).isEqualTo(302);
        return answer.getHeader("Location");
    }

    private String html(String path) throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(get(path).with(People.operator())).andReturn().getResponse();
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsString();
    }

    private String search(String text) throws Exception {
        return mvc.perform(get("/operator").param("q", text).with(People.operator()))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private java.util.List<String> actions(String page) {
        return jdbc.sql("select action from audit_record where subject_id = ? order by at, id")
                .param(page.substring(page.lastIndexOf('/') + 1))
                .query(String.class)
                .list();
    }

    private String lastDetail(OrganizationId id) {
        return jdbc.sql(
                        "select detail::text from audit_record where subject_id = ? order by at desc limit 1")
                .param(id.toString())
                .query(String.class)
                .single();
    }
}
