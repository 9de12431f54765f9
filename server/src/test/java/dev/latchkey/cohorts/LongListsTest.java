package dev.latchkey.cohorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.testing.WholeServer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Lists that ended somewhere, or were one page however long. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class LongListsTest {
    private static final Pattern NEXT = Pattern.compile("rel=\"next\"\\s+href=\"([^\"]+)\"");
    private static final Pattern FAILURE = Pattern.compile("MANY[0-9]{4}[0-9a-f]{4}");
    private static final Pattern ROLLOUT = Pattern.compile("/rollouts/RO[0-9A-F]{32}");
    private static final Pattern CONNECTION = Pattern.compile("Connection number [0-9]+");

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;

    @Test
    void everyFailureRolloutAndConnectionIsReachedFromPartToPart() throws Exception {
        Organization organization = People.organization(directory);
        fill(organization);
        String operators = "/operator/organizations/" + organization.id();
        RequestPostProcessor admin = People.admin(organization.id());

        assertThat(all("/organization/failures", admin, FAILURE)).hasSize(230);
        assertThat(all(operators + "/failures", People.operator(), FAILURE)).hasSize(230);
        assertThat(all("/organization/rollouts", admin, ROLLOUT)).hasSize(130);
        assertThat(all(operators + "/rollouts", People.operator(), ROLLOUT)).hasSize(130);
        assertThat(all("/organization", admin, CONNECTION)).hasSize(120);
        assertThat(all(operators + "/connections", People.operator(), CONNECTION)).hasSize(120);
    }

    private void fill(Organization organization) {
        for (String sql :
                List.of(
                        """
                        insert into sign_in_failure (reference, organization_id, at, code, expires_at)
                        select 'MANY' || lpad(n::text, 4, '0') || right(:org::text, 4), :org, now() - n / 9 * interval '1 s',
                            'user_unknown', now() + interval '1 day'
                        from generate_series(1, 230) n
                        """,
                        """
                        insert into rollout (organization_id, id, created_at, created_by, closed_at)
                        select :org, gen_random_uuid(), now() - n / 9 * interval '1 s', 'Olivia', now()
                        from generate_series(1, 130) n
                        """,
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding, email_source,
                            signature_policy, encryption_policy, sign_authn_requests, accept_unsolicited,
                            refuse_expired_certificates, clock_skew_seconds, created_at, updated_at)
                        select :org, gen_random_uuid(), 'Connection number ' || n, 'https://idp.example/' || n,
                            'https://idp.example/sso', 'HTTP_POST', 'NAME_ID', 'EITHER', 'ALLOWED', true, false, false, 60,
                            now(), now()
                        from generate_series(1, 120) n
                        """)) {
            jdbc.sql(sql).param("org", organization.id().value()).update();
        }
    }

    /** What is found on all parts, of which none is long. */
    private Set<String> all(String path, RequestPostProcessor who, Pattern pattern)
            throws Exception {
        Set<String> found = new HashSet<>();
        String next = path;
        while (next != null) {
            String html =
                    mvc.perform(get(next).with(who)).andReturn().getResponse().getContentAsString();
            Set<String> here = new HashSet<>();
            Matcher matcher = pattern.matcher(html);
            while (matcher.find()) {
                here.add(matcher.group());
            }
            assertThat(here).as(next).hasSizeBetween(1, 50);
            assertThat(found).as(next).noneMatch(here::contains);
            found.addAll(here);
            Matcher link = NEXT.matcher(html);
            next = link.find() ? link.group(1).replace("&amp;", "&") : null;
        }
        return found;
    }
}
