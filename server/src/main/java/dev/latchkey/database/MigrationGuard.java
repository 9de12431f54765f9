package dev.latchkey.database;

import dev.latchkey.shared.CannotStart;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** Keeps sample and real data apart. It looks before anything is migrated, so that a refusal changes nothing. */
@Component
class MigrationGuard implements FlywayMigrationStrategy {
    private final SampleMark mark;
    private final boolean demo;

    MigrationGuard(SampleMark mark, Environment environment) {
        this.mark = mark;
        this.demo = environment.acceptsProfiles(Profiles.of("demo"));
    }

    @Override
    public void migrate(Flyway flyway) {
        DatabaseVersion.check(flyway.getConfiguration().getDataSource());
        boolean sample = mark.isThere();
        if (demo && !sample && mark.somethingElseIsThere()) {
            throw new CannotStart(
                    "This database holds data that is not the demo's, so the demo left it alone.",
                    "Give the demo an empty database, or unset LATCHKEY_DATABASE_URL and"
                            + " LATCHKEY_DATA_DIR and it uses one of its own in ./data/demo.",
                    null);
        }
        if (!demo && sample) {
            throw new CannotStart(
                    "This database is the demo's: everybody knows the passwords in it.",
                    "Start with ./latchkey demo, or point LATCHKEY_DATABASE_URL or"
                            + " LATCHKEY_DATA_DIR somewhere else.",
                    null);
        }
        flyway.migrate();
    }
}
