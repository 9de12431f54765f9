package dev.latchkey.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.directory.User;
import dev.latchkey.enforcement.Standing;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.testing.Enrolled;
import dev.latchkey.testing.WholeServer;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

/** What the email step tells a stranger of who exists. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class EmailStepTest {
    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;

    private final String domain = "d" + UUID.randomUUID() + ".example";
    private Organization organization;
    private User ada;

    @BeforeEach
    void aDomainThatIsSwitched() {
        jdbc.sql("delete from rate_limit").update();
        organization = People.organization(directory);
        ada = People.user(directory, organization, "ada@" + domain);
        enforce(organization, ada);
        rule(organization);
        jdbc.sql(
                        "update cohort set enforced_at = now() + interval '1 second' where organization_id = ?")
                .param(organization.id().value())
                .update();
    }

    private void enforce(Organization of, User user) {
        ConnectionId connection = ConnectionId.next();
        jdbc.sql(
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                            email_source, signature_policy, encryption_policy, created_at, updated_at)
                        values (?, ?, 'IdP', 'idp', 'https://idp.example/sso', 'HTTP_POST', 'NAME_ID', 'RESPONSE',
                            'ALLOWED', now(), now())
                        """)
                .params(of.id().value(), connection.value())
                .update();
        new Enrolled(jdbc).put(of.id(), user.id(), connection, Standing.State.ENFORCED);
    }

    private void rule(Organization of) {
        jdbc.sql(
                        """
                        insert into cohort_rule (organization_id, cohort_id, kind, value, added_at, added_by)
                        select organization_id, id, 'DOMAIN', ?, now(), 'test' from cohort where organization_id = ?
                        """)
                .params(domain, of.id().value())
                .update();
    }

    private void cohort(String change) {
        jdbc.sql("update cohort set " + change + " where organization_id = ?")
                .param(organization.id().value())
                .update();
    }

    private String next(String email) throws Exception {
        MockHttpServletResponse response =
                mvc.perform(post("/login").param("email", email).with(csrf()))
                        .andReturn()
                        .getResponse();
        String location = response.getHeader("Location");
        return location.startsWith("/login/password?email=")
                ? "form"
                : location.replaceFirst("&email=[^&]*", "");
    }

    @Test
    void anUnknownAddressOfASwitchedDomainGoesWhereAKnownOneGoes() throws Exception {
        String known = next(ada.email());
        assertThat(known).startsWith("/login/sso?connection=");
        assertThat(next("nobody@" + domain)).isEqualTo(known);
        assertThat(next("NOBODY@" + domain.toUpperCase(java.util.Locale.ROOT))).isEqualTo(known);
        assertThat(next("nobody@sub." + domain)).isEqualTo("form");
        assertThat(next("nobody@other.example")).isEqualTo("form");
    }

    @Test
    void soDoesTheAddressOfSomebodyWhoIsInactive() throws Exception {
        User eve = People.user(directory, organization, "eve@" + domain);
        jdbc.sql("update app_user set active = false where id = ?")
                .param(eve.id().value())
                .update();
        assertThat(next(eve.email())).isEqualTo(next(ada.email()));
    }

    @Test
    void whereSomebodyOfTheListKeepsThePasswordTheyAreNotToBeFoundByIt() throws Exception {
        jdbc.sql(
                        """
                        insert into cohort_release (organization_id, cohort_id, user_id, kind, reason, released_at,
                            released_by)
                        select organization_id, id, ?, 'RELEASED', 'why', now(), 'test' from cohort
                        where organization_id = ?
                        """)
                .params(UUID.randomUUID(), organization.id().value())
                .update();
        assertThat(next("nobody@" + domain)).isEqualTo("form");
    }

    @Test
    void nobodyIsLedAnywhereByAListThatWasSwitchedBackOrIsSharedWithAnother() throws Exception {
        cohort("state = 'APPROVED', enforced_at = null");
        assertThat(next("nobody@" + domain)).isEqualTo("form");
        cohort("state = 'ENFORCED', enforced_at = now() + interval '1 second'");
        assertThat(next("nobody@" + domain)).isNotEqualTo("form");

        Organization other = People.organization(directory);
        User bob = People.user(directory, other, "bob@" + domain);
        assertThat(next("nobody@" + domain)).as("bob has a password").isEqualTo("form");
        enforce(other, bob);
        rule(other);
        assertThat(next("nobody@" + domain)).isEqualTo("form");
    }

    @Test
    void usersWhoWereMadeAfterTheSwitchAndKeepPasswordsAreNotToBeFoundByThem() throws Exception {
        cohort("enforced_at = now() - interval '1 minute'");
        assertThat(next("nobody@" + domain)).isEqualTo("form");
        cohort("new_users = true");
        assertThat(next("nobody@" + domain)).isNotEqualTo("form");
    }

    private String answer(String email) throws Exception {
        return mvc.perform(post("/login").param("email", email).with(csrf()))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    @Test
    void whatCanBeNobodysAddressIsShownWithTheReason() throws Exception {
        assertThat(answer("mailto:" + ada.email()))
                .contains("Please enter a complete email address.", "&quot;mailto:ada@")
                .contains("It begins with the name of a protocol")
                .contains("value=\"mailto:" + ada.email());
        assertThat(answer("a\u200bda@" + domain)).contains("&quot;a\\u{200b}da@");
        assertThat(answer(ada.email() + ".")).contains("It ends with a dot.");
    }

    @Test
    void spaceOfAnyAlphabetAroundAnAddressIsNoPartOfIt() throws Exception {
        assertThat(next("\u00a0" + ada.email() + "\u200b\u3000")).isEqualTo(next(ada.email()));
    }

    /** Nobody learns from the form who has an address that a new user could not get. */
    @Test
    void anAddressOfOldIsTreatedAlikeWhetherSomebodyHasItOrNot() throws Exception {
        String old = "two..dots@" + domain.replace(".example", "");
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                        values (?, ?, ?, ?, ?, 'Old', now())
                        """)
                .params(
                        organization.id().value(),
                        UUID.randomUUID(),
                        old,
                        old,
                        old.substring("two..dots@".length()))
                .update();
        assertThat(next(old)).isEqualTo("form");
        assertThat(next("x" + old)).isEqualTo("form");
    }
}
