package dev.latchkey;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.modulith.ApplicationModule;

/**
 * SQL keeps to the walls that Java keeps to (ADR 25). A module reads and writes what is its own, and reads what a module
 * that it may depend on has published.
 */
class TableOwnersTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/latchkey");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** The last version from before views and functions stood in files of their own. */
    private static final int FUNCTIONS_STOOD_IN_VERSIONS = 42;

    /** What does not keep to the walls, and may not grow. */
    private static final Map<String, Set<String>> BREACHES =
            Map.of(
                    // A sign-in is one statement (ADR 12).
                    "R__sign_in.sql",
                    Set.of(
                            "reads connection",
                            "reads app_user",
                            "writes app_user",
                            "writes audit_record",
                            "reads standing"),
                    // Asks before anything is migrated whose database this is.
                    "SampleMark.java",
                    Set.of("writes organization", "?"),
                    // How far a list is stands in its row, and is changed under the lock of the
                    // organization.
                    "Approvals.java",
                    Set.of("writes cohort", "writes cohort_release", "writes cohort_revision"),
                    "CohortDesk.java",
                    Set.of("writes cohort"),
                    "Enforcements.java",
                    Set.of("writes cohort"),
                    "SwitchDays.java",
                    Set.of("writes cohort"),
                    // Takes SSO from users, pilots among them.
                    "Orders.java",
                    Set.of("writes enrollment", "writes pilot"));

    /** These put in the names of tables; the names stand with their owners, where they are seen. */
    private static final Set<String> TABLES_ARE_PUT_IN =
            Set.of(
                    "SealedValues.java",
                    "ChainRenewal.java",
                    "LargeImportStore.java",
                    "Organizations.java",
                    "IdpLists.java",
                    "FindingMaker.java");

    /** Temporary tables that are made in one class and read in another, or made by a name that is put in. */
    private static final Set<String> TEMPORARY = Set.of("found", "looked", "missing", "spare");

    /** These name subjects of records, which are called as their tables. */
    private static final Set<String> SUBJECTS_ARE_NAMED_IN = Set.of("Telling.java");

    private static final Schema SCHEMA = Schema.read();
    private static final Map<String, Module> MODULES = Module.all();

    /** What there is in the schema after all migrations. */
    private record Schema(Set<String> names, Map<String, String> madeIn) {
        private static final Pattern DEFINITION =
                Pattern.compile(
                        "(?<verb>create|drop)\\s+(?:or\\s+replace\\s+)?(?:unlogged\\s+)?(?<kind>table|view|function|sequence|type)"
                                + "\\s+(?:if\\s+(?:not\\s+)?exists\\s+)?(?<name>\\w+)");

        static Schema read() {
            Map<String, String> made = new TreeMap<>();
            for (Path migration : migrations()) {
                String file = migration.getFileName().toString();
                for (MatchResult each : definitions(migration)) {
                    if (each.group("verb").equals("create")) {
                        made.put(each.group("name"), file);
                    } else {
                        made.remove(each.group("name"));
                    }
                }
            }
            return new Schema(made.keySet(), made);
        }

        static List<MatchResult> definitions(Path migration) {
            return DEFINITION.matcher(withoutComments(text(migration))).results().toList();
        }

        private static String withoutComments(String sql) {
            return sql.replaceAll("--[^\\n]*", "");
        }
    }

    private record Module(String name, Set<String> own, Set<String> published, Set<String> uses) {
        static Map<String, Module> all() {
            try (Stream<Path> folders = Files.list(SOURCES)) {
                return folders.filter(folder -> Files.exists(folder.resolve("package-info.java")))
                        .map(folder -> of(folder.getFileName().toString()))
                        .collect(toMap(Module::name, module -> module));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Module of(String name) {
            Package its = packageOf("dev.latchkey." + name + ".package-info");
            Tables tables = its.getAnnotation(Tables.class);
            ApplicationModule module = its.getAnnotation(ApplicationModule.class);
            return new Module(
                    name,
                    tables == null ? Set.of() : Set.of(tables.own()),
                    tables == null ? Set.of() : Set.of(tables.published()),
                    module == null ? Set.of() : Set.of(module.allowedDependencies()));
        }

        private static Package packageOf(String type) {
            try {
                return Class.forName(type).getPackage();
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean has(String name) {
            return own.contains(name) || published.contains(name);
        }

        boolean mayRead(String view) {
            return uses.stream()
                    .map(MODULES::get)
                    .anyMatch(other -> other != null && other.published.contains(view));
        }
    }

    @Test
    void everythingInTheSchemaHasOneOwner() {
        List<String> owned =
                MODULES.values().stream()
                        .flatMap(module -> Stream.of(module.own(), module.published()))
                        .flatMap(Collection::stream)
                        .sorted()
                        .toList();
        assertThat(owned).doesNotHaveDuplicates().containsExactlyElementsOf(SCHEMA.names());
    }

    @Test
    void aModulesSqlReadsAndWritesItsOwnAndReadsWhatIsPublishedToIt() throws IOException {
        Map<String, Set<String>> breaches = new TreeMap<>();
        for (Path source : sources()) {
            String module = SOURCES.relativize(source).getName(0).toString();
            if (module.equals("demo") || text(source).contains("implements JavaMigration")) {
                continue;
            }
            List<JavaStrings.Literal> literals = JavaStrings.in(text(source));
            note(breaches, source, breaches(module, literals));
        }
        SUBJECTS_ARE_NAMED_IN.forEach(breaches::remove);
        TABLES_ARE_PUT_IN.forEach(
                file -> breaches.computeIfPresent(file, (name, said) -> without(said, "?")));
        assertThat(breaches).containsExactlyInAnyOrderEntriesOf(expected(".java"));
    }

    /** What is used where it is made anew with each change keeps to the same walls. */
    @Test
    void viewsAndFunctionsReadAndWriteWhatTheirOwnerMay() {
        Map<String, Set<String>> breaches = new TreeMap<>();
        for (Path migration : repeatable()) {
            note(
                    breaches,
                    migration,
                    breaches(
                            owner(migration),
                            List.of(new JavaStrings.Literal(1, text(migration)))));
        }
        assertThat(breaches).containsExactlyInAnyOrderEntriesOf(expected(".sql"));
    }

    @Test
    void aFileOfViewsAndFunctionsMakesItsOwnersAlone() {
        for (Path migration : repeatable()) {
            Module owner = module(owner(migration));
            assertThat(Schema.definitions(migration).stream().map(each -> each.group("name")))
                    .as(migration.toString())
                    .isNotEmpty()
                    .allMatch(
                            name -> owner.own().contains(name) || owner.published().contains(name));
        }
    }

    /** A version is never edited, so a rule that stands in one could only be copied. */
    @Test
    void noVersionMakesAViewOrAFunctionAnyMore() {
        for (Path migration : migrations()) {
            Matcher version =
                    Pattern.compile("V(\\d+)__.*").matcher(migration.getFileName().toString());
            if (version.matches()
                    && Integer.parseInt(version.group(1)) > FUNCTIONS_STOOD_IN_VERSIONS) {
                assertThat(Schema.definitions(migration).stream())
                        .as(migration.toString())
                        .noneMatch(each ->
                                each.group("verb").equals("create")
                                        && Set.of("view", "function").contains(each.group("kind")));
            }
        }
    }

    @Test
    void whatIsPublishedIsAViewOrAFunctionInAFileOfItsOwn() {
        for (Module module : MODULES.values()) {
            assertThat(module.published())
                    .as(module.name())
                    .allMatch(name -> SCHEMA.madeIn().getOrDefault(name, "").startsWith("R__"));
        }
    }

    /** What people read is said by the code that knows whom it is for; SQL answers codes. */
    @Test
    void noSentenceStandsInSql() throws IOException {
        Pattern sentence = Pattern.compile("\\p{L}{2,},? \\p{L}{2,}");
        List<String> found = new ArrayList<>();
        for (Path migration : repeatable()) {
            SqlText.of(text(migration)).strings().stream()
                    .filter(text -> sentence.matcher(text).find())
                    .filter(text -> !STATEMENT.matcher(text).find())
                    .forEach(text -> found.add(migration.getFileName() + ": " + text));
        }
        for (Path source : sources()) {
            if (source.startsWith(SOURCES.resolve("demo"))) {
                continue;
            }
            for (JavaStrings.Literal literal : JavaStrings.in(text(source))) {
                SqlText sql = SqlText.of(literal.text());
                if (sql.uses().stream().anyMatch(use -> SCHEMA.names().contains(use.name()))) {
                    sql.strings().stream()
                            .filter(text -> sentence.matcher(text).find())
                            .forEach(text -> found.add(source.getFileName() + ": " + text));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** What would be seen, if it stood in a class of announcements, which may use rollout and directory, and not login. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "select * from session where id = ?"                                 | reads session
                    "delete from session where id = ?"                                   | writes session
                    "update app_user set name = ?"                                       | writes app_user
                    "insert into audit_record (id) values (?)"                           | writes audit_record
                    "select 1 from announcement a join cohort c on c.id = a.cohort_id"   | reads cohort
                    "select 1 from announcement a, session s"                            | reads session
                    "select 1 from announcement a, lateral (select 1 from session) s"    | reads session
                    "select exists (select 1 from only account)"                         | reads account
                    "delete from announcement a using session s where true"              | reads session
                    "merge into announcement a using session s on true"                  | reads session
                    "truncate announcement, session"                                     | writes session
                    "truncate table session"                                             | writes session
                    "lock table session in share mode"                                   | writes session
                    "with a as (select 1), b as (delete from session) select 1 from a"   | writes session
                    "with session as (select 1) select 1 from session"                   | hides session
                    "create temporary table account as select 1"                         | hides account
                    "create temporary table x as select 1 from session"                  | reads session
                    "select 1 from public.session"                                       | reads session
                    "select 1 from \\"session\\""                                      | reads session
                    "SELECT 1 FROM Session"                                              | reads session
                    "select 1 from /* ours */ session -- ours"                           | reads session
                    " join session s on true"                                            | reads session
                    ", app_user u where true"                                            | reads app_user
                    "select " + columns() + " from session"                              | reads session
                    "select 1 fr" + "om session"                                         | reads session
                    "select 1 from " + table                                             | ?
                    "delete from %s".formatted(table)                                    | ?
                    table("app_user")                                                    | reads app_user
                    "select 'app_user'::regclass"                                        | reads app_user
                    "select * from sign_in_by_sso(?)"                                    | reads sign_in_by_sso
                    "select name_words(name) from announcement"                          | reads name_words
                    "select 1 from login_history"                                        | reads login_history
                    "update directory_user set name = ?"                                 | writes directory_user
                    "select 1 from sesion"                                               | unknown sesion
                    """)
    void nobodyGetsPastTheWalls(String code, String breach) {
        assertThat(breaches("announcements", JavaStrings.in("x(" + code + ");"))).contains(breach);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"select 1 from announcement a join directory_user u on true, cohort_member_in(?, ?, ?) m\"",
                "\"update announcement set state = 'x' where state is distinct from account\"",
                "\"insert into announcement (state) values (?) on conflict do update set state = 'session'\"",
                "\"select extract(epoch from session) from announcement for update skip locked\"",
                "\"select session, account from announcement order by session, account\"",
                "\"with a as materialized (select 1) select 1 from a, unnest(?) b(c)\"",
                "\"select 1 from announcement join announcement_mail using (organization_id)\"",
                "/* from session */ // delete from session",
                "\"from\""
            })
    void whatIsNoBreachIsNone(String code) {
        assertThat(breaches("announcements", JavaStrings.in("x(" + code + ");"))).isEmpty();
    }

    @Test
    void textBlocksAreReadAsTheyAreWritten() {
        String source =
                """
                class X {
                    char quote = '"';
                    String a = ""\"
                            select 1 from \\
                            announcement where x = "y"
                            ""\"
                            + " and 'z'";
                }
                """;
        assertThat(JavaStrings.in(source))
                .singleElement()
                .satisfies(literal -> {
                    assertThat(literal.line()).isEqualTo(3);
                    assertThat(literal.text())
                            .containsIgnoringWhitespaces(
                                    "select 1 from announcement where x = \"y\" and 'z'");
                });
    }

    private static Set<String> breaches(String module, List<JavaStrings.Literal> literals) {
        List<SqlText> texts = literals.stream().map(each -> SqlText.of(each.text())).toList();
        Set<String> made = texts.stream().flatMap(text -> text.made().stream()).collect(toSet());
        Set<String> found = new TreeSet<>();
        made.stream().filter(SCHEMA.names()::contains).forEach(name -> found.add("hides " + name));
        made.addAll(TEMPORARY);
        for (int i = 0; i < texts.size(); i++) {
            breaches(module(module), literals.get(i), texts.get(i), made, found);
        }
        return found;
    }

    private static void breaches(
            Module module,
            JavaStrings.Literal literal,
            SqlText sql,
            Set<String> made,
            Set<String> found) {
        Set<String> written = new HashSet<>();
        Set<String> read = new HashSet<>();
        for (SqlText.Use use : sql.uses()) {
            if (use.name().equals(SqlText.HOLE)) {
                if (SQL.matcher(literal.text()).find()) {
                    found.add("?");
                }
            } else if (SCHEMA.names().contains(use.name())) {
                (use.written() ? written : read).add(use.name());
            } else if (!made.contains(use.name())
                    && !use.name().startsWith("pg_")
                    && STATEMENT.matcher(literal.text()).find()) {
                found.add("unknown " + use.name());
            }
        }
        Stream.of(sql.words(), sql.strings(), Set.of(literal.text()))
                .flatMap(Set::stream)
                .filter(word -> word.contains("_"))
                .filter(SCHEMA.names()::contains)
                .filter(word -> !written.contains(word))
                .forEach(read::add);
        sql.called().stream()
                .filter(SCHEMA.names()::contains)
                .filter(name -> !written.contains(name))
                .forEach(read::add);
        written.stream()
                .filter(name -> !module.has(name))
                .forEach(name -> found.add("writes " + name));
        read.stream()
                .filter(name -> !module.has(name) && !module.mayRead(name))
                .forEach(name -> found.add("reads " + name));
    }

    private static final String VERBS =
            "select|insert into|update|delete from|with|create|drop|truncate|merge into|copy|lock|analyze";

    /** How a statement begins, or a part of one that names a table. */
    private static final Pattern SQL =
            Pattern.compile("^\\s*(" + VERBS + "|from|join|left join|and|or|where|union)\\s");

    private static final Pattern STATEMENT = Pattern.compile("^\\s*(" + VERBS + ")\\s");

    private static Map<String, Set<String>> expected(String ending) {
        return BREACHES.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ending))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Module module(String name) {
        return MODULES.getOrDefault(name, new Module(name, Set.of(), Set.of(), Set.of()));
    }

    private static @Nullable Set<String> without(Set<String> said, String what) {
        Set<String> others = new TreeSet<>(said);
        others.remove(what);
        return others.isEmpty() ? null : others;
    }

    private static void note(Map<String, Set<String>> breaches, Path file, Set<String> found) {
        if (!found.isEmpty()) {
            breaches.put(file.getFileName().toString(), found);
        }
    }

    private static String owner(Path migration) {
        Matcher owner = Pattern.compile("-- Owner: (\\w+)\\.").matcher(text(migration));
        assertThat(owner.lookingAt()).as("the owner of " + migration).isTrue();
        return owner.group(1);
    }

    private static List<Path> repeatable() {
        return migrations().stream()
                .filter(file -> file.getFileName().toString().startsWith("R__"))
                .toList();
    }

    /** In the order in which they run. */
    private static List<Path> migrations() {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.sorted(Comparator.comparing(TableOwnersTest::order)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String order(Path migration) {
        String name = migration.getFileName().toString();
        Matcher version = Pattern.compile("V(\\d+)__.*").matcher(name);
        return version.matches()
                ? "V%05d".formatted(Integer.parseInt(version.group(1)))
                : "W" + name;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
