package dev.latchkey.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.shared.CannotStart;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

/** Sample data and real data never meet; on a real PostgreSQL. */
@NullUnmarked
class MigrationGuardTest {
    private static EmbeddedPostgres postgres;

    private DataSource dataSource;
    private JdbcClient jdbc;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void anEmptyDatabase() {
        String name = "d" + UUID.randomUUID().toString().replace("-", "");
        JdbcClient.create(postgres.getPostgresDatabase()).sql("create database " + name).update();
        dataSource = postgres.getDatabase("postgres", name);
        jdbc = JdbcClient.create(dataSource);
    }

    @Test
    void bothMigrateAnEmptyDatabase() {
        start("default");
        start("demo");
        assertThat(tables()).contains("organization");
    }

    @Test
    void theDemoFindsItsOwnDataAgain() {
        start("demo");
        fill();
        new SampleMark(dataSource).put();
        start("demo");
    }

    @Test
    void theDemoLeavesAnOrganizationAlone() {
        start("default");
        fill();
        assertRefused("demo", "holds data that is not the demo's");
    }

    @Test
    void theDemoLeavesAnOperatorAlone() {
        start("default");
        jdbc.sql(
                        "insert into operator (id, email, email_key, name, password_hash, created_at)"
                                + " values (gen_random_uuid(), 'a@b', 'a@b', 'A', 'x', now())")
                .update();
        assertRefused("demo", "holds data that is not the demo's");
    }

    @Test
    void theDemoLeavesTheTablesOfOthersAloneAndMakesNone() {
        jdbc.sql("create table somebody_elses (id int)").update();
        assertRefused("demo", "holds data that is not the demo's");
        assertThat(tables()).containsExactly("somebody_elses");
    }

    @Test
    void aRealStartRefusesADatabaseWithPublishedPasswords() {
        start("demo");
        new SampleMark(dataSource).put();
        assertRefused("default", "everybody knows the passwords");
    }

    private void fill() {
        jdbc.sql(
                        "insert into organization (id, name, edition, created_at)"
                                + " values (gen_random_uuid(), 'Real', 'ENTERPRISE', now())")
                .update();
    }

    private void assertRefused(String profile, String sentence) {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> start(profile))
                .withMessageContaining(sentence);
    }

    private void start(String profile) {
        MockEnvironment environment = new MockEnvironment();
        environment.setActiveProfiles(profile);
        new MigrationGuard(new SampleMark(dataSource), environment)
                .migrate(Flyway.configure().dataSource(dataSource).load());
    }

    private java.util.List<String> tables() {
        return jdbc.sql("select tablename from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list();
    }
}
