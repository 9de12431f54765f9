package dev.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.latchkey.testing.OurClasses;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Nobody gets past the plain use of a connection, and whoever looks one thing up compares what came with what was asked
 * for.
 */
class ConnectionRulesTest {
    private static final JavaClasses CLASSES = OurClasses.ALL;

    /** Past JDBC's plain ways a connection can be left out of step, and its next user would be somebody else. */
    @Test
    void onlyTheDatabaseModuleUsesAConnectionPastPlainJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.latchkey.database..", "dev.latchkey.bench..")
                .and()
                .doNotHaveFullyQualifiedName("dev.latchkey.shared.SpoiledConnection")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                        "org.postgresql..",
                                        "com.zaxxer.hikari..",
                                        "javax.sql.rowset..")
                                .and(not(name("org.postgresql.util.PSQLException")))
                                .and(not(name("org.postgresql.util.ServerErrorMessage"))))
                .orShould()
                .dependOnClassesThat(
                        belongToAnyOf(
                                Connection.class,
                                Statement.class,
                                DriverManager.class,
                                DataSourceUtils.class,
                                ConnectionCallback.class,
                                StatementCallback.class,
                                PreparedStatementCallback.class,
                                PreparedStatementCreator.class,
                                SingleConnectionDataSource.class))
                .orShould()
                .callMethodWhere(
                        target(
                                nameMatching(
                                        "setFetchSize|withFetchSize|setQueryTimeout|withQueryTimeout"
                                                + "|queryForStream")))
                .orShould()
                .callMethodWhere(
                        target(nameMatching("unwrap|isWrapperFor"))
                                .and(target(owner(assignableTo(Wrapper.class)))))
                .orShould()
                .callMethod(DataSource.class, "getConnection")
                .orShould()
                .callMethod(JdbcClient.MappedQuerySpec.class, "stream")
                .check(CLASSES);
    }

    /** A library that is given the pool uses it plainly: its statements are read to their end. */
    @Test
    void onlyWhatIsNamedHereIsGivenThePool() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.latchkey.database..", "dev.latchkey.bench..")
                .and()
                .doNotHaveFullyQualifiedName("dev.latchkey.limits.RateLimits")
                .and()
                .doNotHaveFullyQualifiedName("dev.latchkey.jobs.JobsConfiguration")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(DataSource.class)
                .check(CLASSES);
    }

    @Test
    void onlyAPageOfOursIsWrittenToABrowserWithoutTheWayThatRefusesToWaitWithinATransaction() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.latchkey.web.SafeCsv")
                .should()
                .callMethodWhere(
                        target(nameMatching("getOutputStream|getWriter"))
                                .and(target(owner(assignableTo(ServletResponse.class)))))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(StreamingResponseBody.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ResponseBodyEmitter.class)
                .check(CLASSES);
    }

    @Test
    void whatIsToldToASessionEndsWithItsTransaction() throws IOException {
        Pattern outlives =
                Pattern.compile(
                        "(?i)\"\\s*set\\s+(?!local\\b)\\w+\\s*(=|\\bto\\b)|\\bset\\s+session\\b"
                                + "|set_config\\s*\\((?!\\s*'[a-z_.]+',\\s*[^,()]+,\\s*true\\s*\\))"
                                + "|pg_(try_)?advisory_(lock|unlock)|\"\\s*(un)?listen\\s|\\bwith\\s+hold\\b"
                                + "|\"\\s*prepare\\s|\\bdeclare\\s+\\w+\\s+(\\w+\\s+){0,3}cursor\\b"
                                + "|create\\s+temp(orary)?\\s+table(?![\\s\\S]{0,300}?on\\s+commit\\s+drop)");
        for (Path source : sources()) {
            // The one has a connection of its own that it closes, the other says how each one of a
            // pool begins.
            if (source.endsWith("ServerRole.java") || source.endsWith("LaneBounds.java")) {
                continue;
            }
            Matcher found = outlives.matcher(Files.readString(source));
            assertThat(found.find())
                    .as(() -> source + " changes a session: " + found.group())
                    .isFalse();
        }
    }

    /**
     * A look-up of one thing compares what it was asked for with what came ({@link dev.latchkey.shared.Asked}). What is
     * named here concerns nobody, or is looked for under something that was compared before.
     */
    @Test
    void aLookUpOfOneThingComparesWhatItWasAskedFor() throws IOException {
        Map<String, Integer> concernNobody =
                Map.of(
                        "Seals.java", 1,
                        "Verifications.java", 2,
                        "Watch.java", 1,
                        "Stretches.java", 2,
                        "OutboxStore.java", 2,
                        "SealedValues.java", 1,
                        "MailQueue.java", 2,
                        "MailList.java", 2,
                        "FindingQueries.java", 2);
        Pattern lookUp = Pattern.compile("\\.sql\\((?:(?!\\.sql\\()[^;])*?\\.optional\\(\\)");
        for (Path source : sources()) {
            long unasked =
                    lookUp.matcher(Files.readString(source))
                            .results()
                            .filter(each -> !each.group().contains(".answers("))
                            .count();
            assertThat(unasked)
                    .as("look-ups without Asked in " + source)
                    .isEqualTo(
                            concernNobody
                                    .getOrDefault(source.getFileName().toString(), 0)
                                    .longValue());
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
