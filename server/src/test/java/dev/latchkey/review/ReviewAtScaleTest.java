package dev.latchkey.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.People;
import dev.latchkey.shared.CohortId;
import dev.latchkey.shared.Result;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A million users against an identity provider's list of a million, among more users of other organizations. Takes
 * minutes, so it runs with {@code -Dreview.scale=true} only; its figures are what it prints.
 */
@EnabledIfSystemProperty(named = "review.scale", matches = "true")
@SpringBootTest(
        classes = LatchkeyApplication.class,
        properties = "latchkey.data-dir=target/review-scale-${random.uuid}")
@org.jspecify.annotations.NullUnmarked
class ReviewAtScaleTest {
    private static final int USERS = Integer.getInteger("review.users", 1_000_000);
    private static final int OTHERS = Integer.getInteger("review.others", 1_000_000);
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Autowired Directory directory;
    @Autowired Cohorts cohorts;
    @Autowired IdpUploads uploads;
    @Autowired IdpListLoader loader;
    @Autowired Comparisons comparisons;
    @Autowired FindingQueries findings;
    @Autowired ReviewFindings answers;
    @Autowired JdbcClient jdbc;

    @TempDir Path folder;

    /** One in 20 is missing, of whom every other one has an alias; one in 1000 is inactive. */
    @Test
    void aMillionUsersAreComparedWithinTheBound() throws Exception {
        Organization organization = People.organization(directory);
        Cohort cohort = fill(organization);
        Path csv = csv();

        long begin = System.nanoTime();
        IdpList list = upload(cohort, csv);
        long uploaded = System.nanoTime();
        Result<IdpList> read = loader.load(Actor.SYSTEM, organization.id(), list.id());
        long loaded = System.nanoTime();
        comparisons.fresh(cohort);
        long compared = System.nanoTime();
        Map<FindingKind, FindingQueries.Count> counts =
                findings.counts(cohort).stream()
                        .collect(Collectors.toMap(FindingQueries.Count::kind, each -> each));
        long counted = System.nanoTime();
        comparisons.want(organization.id(), cohort.id());
        comparisons.fresh(cohort);
        long again = System.nanoTime();
        findings.page(cohort, FindingKind.NEVER_SIGNED_IN, new FindingFilter("open", "", "", ""));
        long paged = System.nanoTime();

        report("file", Files.size(csv) / 1_000_000, "MB");
        report("upload", millis(begin, uploaded), "ms");
        report("reading", millis(uploaded, loaded), "ms");
        report("comparison", millis(loaded, compared), "ms");
        report("counts", millis(compared, counted), "ms");
        report("looked at again after a decision", millis(counted, again), "ms");
        report("a page", millis(again, paged), "ms");
        report("in all", millis(begin, counted), "ms");
        report(
                "heap in use",
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory())
                        / 1_000_000,
                "MB");

        assertThat(read).isInstanceOf(Result.Ok.class);
        assertThat(counts.get(FindingKind.ALIAS_SUSPECTED).users()).isEqualTo(USERS / 40);
        assertThat(counts.get(FindingKind.MISSING_IN_IDP).users()).isEqualTo(USERS / 40);
        assertThat(counts.get(FindingKind.INACTIVE).users()).isEqualTo(USERS / 1000);
        assertThat(counts.get(FindingKind.NEVER_SIGNED_IN).users()).isEqualTo(USERS);
        assertThat(Duration.ofNanos(counted - begin)).isLessThan(BOUND);
    }

    private IdpList upload(Cohort cohort, Path csv) throws Exception {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(csv))) {
            Result<IdpList> kept =
                    uploads.keep(
                            new Caller(Caller.Kind.OPERATOR, Actor.SYSTEM, cohort.organization()),
                            cohort,
                            "export.csv",
                            in,
                            java.util.Optional.empty());
            IdpList list = People.ok(kept);
            assertThat(list.source()).isEqualTo(Source.GOOGLE);
            return People.ok(
                    uploads.confirm(
                            new Caller(Caller.Kind.OPERATOR, Actor.SYSTEM, cohort.organization()),
                            cohort,
                            list,
                            new Columns(true, 2, 0, 1, 3, Set.of("suspended"))));
        }
    }

    private Path csv() throws Exception {
        Path csv = folder.resolve("export.csv");
        try (OutputStream out = Files.newOutputStream(csv);
                BufferedWriter lines =
                        new BufferedWriter(
                                new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            lines.write(
                    "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY]\n");
            for (int i = 0; i < USERS; i++) {
                String domain = i % 20 == 0 ? "acme.example" : "mail.example";
                String name = i % 40 == 0 ? "other" + i + ".person" : "first" + i + ".last" + i;
                lines.write("First" + i + "x,Last" + i + "x," + name + "@" + domain);
                lines.write(i % 1000 == 1 ? ",Suspended\n" : ",Active\n");
            }
        }
        return csv;
    }

    private Cohort fill(Organization organization) {
        users(organization, "mail.example", USERS);
        users(People.organization(directory), "elsewhere.example", OTHERS);
        UUID connection = UUID.randomUUID();
        UUID rollout = UUID.randomUUID();
        CohortId cohort = CohortId.next();
        UUID org = organization.id().value();
        jdbc.sql(
                        """
                        insert into connection (organization_id, id, name, idp_entity_id, sso_url, sso_binding,
                            email_source, signature_policy, encryption_policy, created_at, updated_at)
                        values (?, ?, 'IdP', 'https://idp.example', 'https://idp.example/sso', 'HTTP_POST', 'NAME_ID',
                            'RESPONSE', 'ALLOWED', now(), now())
                        """)
                .params(org, connection)
                .update();
        jdbc.sql(
                        """
                        insert into rollout (organization_id, id, connection_id, created_at, created_by)
                        values (?, ?, ?, now(), 'test')
                        """)
                .params(org, rollout, connection)
                .update();
        jdbc.sql(
                        """
                        insert into cohort (organization_id, id, rollout_id, connection_id, name, state, created_at,
                            created_by)
                        values (?, ?, ?, ?, 'All', 'REVIEW', now(), 'test')
                        """)
                .params(org, cohort.value(), rollout, connection)
                .update();
        jdbc.sql(
                        """
                        insert into cohort_user (organization_id, cohort_id, user_id, since, email, email_key, name,
                            found_by, decision)
                        select organization_id, ?, id, 1, email, email_key, name, 'DOMAIN', 'IN' from app_user
                        where organization_id = ?
                        """)
                .params(cohort.value(), org)
                .update();
        jdbc.sql("analyze").update();
        return cohorts.find(organization.id(), cohort).orElseThrow();
    }

    private void users(Organization organization, String domain, int count) {
        jdbc.sql(
                        """
                        insert into app_user (organization_id, id, email, email_key, email_domain, name, created_at)
                        select ?, gen_random_uuid(), 'first' || i || '.last' || i || '@' || ?::text,
                            'first' || i || '.last' || i || '@' || ?::text, ?, 'First' || i || ' Last' || i, now()
                        from generate_series(0, ? - 1) i
                        """)
                .params(organization.id().value(), domain, domain, domain, count)
                .update();
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    @SuppressWarnings("SystemOut") // the figures are this test's result
    private static void report(String what, long value, String unit) {
        System.out.printf("review: %-34s %,12d %s%n", what, value, unit);
    }
}
