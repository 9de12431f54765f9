package dev.latchkey.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** Every setting is looked at before anything is begun, and the documents say what each may be. */
class SettingsTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern NAME = Pattern.compile("LATCHKEY_[A-Z_]*[A-Z]");
    private static final String KEY = "A".repeat(43) + "=";

    @Test
    void theValuesWithoutAnySettingCanBeUsed() throws IOException {
        assertThat(given(Map.of()).refusals()).isEmpty();
        assertThat(given(Map.of()).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = true,
            textBlock =
                    """
                    LATCHKEY_PORT | 70000 | is '70000' and must be a whole number from 1 to 65535
                    LATCHKEY_PORT | tcp://10.0.0.7:8080 | Kubernetes
                    LATCHKEY_MAIL_PER_SECOND | x | is 'x' and must be a whole number from 1 to 1000
                    LATCHKEY_MAIL_PER_SECOND | 10/s | is '10/s' and must be a whole number from 1 to 1000
                    LATCHKEY_MAIL_PER_SECOND | 0 | is '0' and must be
                    LATCHKEY_MAIL_PER_SECOND | -1 | is '-1' and must be
                    LATCHKEY_MAIL_PER_SECOND | 1e2 | is '1e2' and must be
                    LATCHKEY_MAIL_PER_SECOND | 0x10 | is '0x10' and must be
                    LATCHKEY_MAIL_PER_SECOND | "" | is '' and must be
                    LATCHKEY_MAIL_PER_SECOND | ２０ | is '２０' and must be
                    LATCHKEY_MESSAGE_MAX_BYTES | x | is 'x' and must be a whole number from
                    LATCHKEY_MESSAGE_MAX_BYTES | 256KB | is '256KB' and must be a whole number from
                    LATCHKEY_MESSAGE_MAX_BYTES | 99999999999999999999 | must be a whole number from
                    LATCHKEY_MESSAGE_MAX_DEPTH | 257 | must be a whole number from
                    LATCHKEY_MESSAGE_MAX_ATTRIBUTES | 1.5 | must be a whole number from
                    LATCHKEY_MESSAGE_MAX_ELEMENTS | -5 | must be a whole number from
                    LATCHKEY_MESSAGE_MAX_TEXT_CHARS | 1_000_000 | must be a whole number from
                    LATCHKEY_MAX_CONNECTIONS | many | must be a whole number from 100 to 100000
                    LATCHKEY_DATABASE_CONNECTIONS | 15 | must be a whole number from 16 to 1000
                    LATCHKEY_ADDRESS_WAIT_HOURS | 24h | is '24h' and must be a whole number from 1 to 720
                    LATCHKEY_ADDRESS_WAIT_HOURS | PT24H | is 'PT24H' and must be
                    LATCHKEY_LIMIT_WRONG_PER_NETWORK | 1,000 | is '1,000' and must be
                    LATCHKEY_LIMIT_WRONG_PER_ADDRESS | 1001 | must be a whole number from 1 to 1000
                    LATCHKEY_LIMIT_SIGN_INS_PER_NETWORK | x | must be a whole number from 1 to 10000000
                    LATCHKEY_LIMIT_DELAY_SECONDS | 3s | is '3s' and must be a whole number from 1 to 30
                    LATCHKEY_OPERATOR_LINK | maybe | is 'maybe' and must be true or false
                    LATCHKEY_OPERATOR_LINK | yes | is 'yes' and must be true or false
                    LATCHKEY_OPERATOR_LINK | 1 | must be true or false
                    LATCHKEY_OPERATOR_LINK | "" | must be true or false
                    LATCHKEY_BASE_URL | https://sso example | is 'https://sso example' and must be an http or https address
                    LATCHKEY_BASE_URL | https://sso.example/ | and must be an http or https address
                    LATCHKEY_BASE_URL | https://sso.example/login | without user, path
                    LATCHKEY_BASE_URL | https://sso.example?x=1 | and must be
                    LATCHKEY_BASE_URL | https://sso.example#x | and must be
                    LATCHKEY_BASE_URL | https://me@sso.example | and must be
                    LATCHKEY_BASE_URL | https://SSO.example | in small letters
                    LATCHKEY_BASE_URL | HTTPS://sso.example | in small letters
                    LATCHKEY_BASE_URL | https://sso.example:443 | usual port
                    LATCHKEY_BASE_URL | http://sso.example:0 | and must be
                    LATCHKEY_BASE_URL | http://sso.example:99999 | and must be
                    LATCHKEY_BASE_URL | https:// | and must be
                    LATCHKEY_BASE_URL | sso.example | and must be
                    LATCHKEY_BASE_URL | ftp://sso.example | and must be
                    LATCHKEY_BASE_URL | https://sso..example | and must be
                    LATCHKEY_BASE_URL | "" | is '' and must be
                    LATCHKEY_MAIL_FROM | not an address | is 'not an address' and must be one address
                    LATCHKEY_MAIL_FROM | "Müller & Söhne GmbH, Support <sso@vendor.example>" | needs the quotes
                    LATCHKEY_MAIL_FROM | "a@x.example, b@x.example" | must be one address
                    LATCHKEY_MAIL_FROM | "" | is '' and must be one address
                    LATCHKEY_MAIL_FROM | jörg@x.example | must be one address
                    LATCHKEY_SMTP_URL | mail.example:25 | must be like smtp://
                    LATCHKEY_SMTP_URL | http://mail.example | must be like smtp://
                    LATCHKEY_DATA_DIR | "" | must be the name of a folder
                    LATCHKEY_DATABASE_URL | postgres://me:hush@db/x | must be like jdbc:postgresql://
                    LATCHKEY_DATABASE_URL | jdbc:postgresql://me:hush@db/x | LATCHKEY_DATABASE_USER
                    LATCHKEY_DATABASE_URL | jdbc:postgresql://db:port/x?password=hush | must be like
                    LATCHKEY_DATABASE_URL | jdbc:mysql://db/x | must be like jdbc:postgresql://
                    LATCHKEY_DATABASE_USER | me | LATCHKEY_DATABASE_URL is not
                    LATCHKEY_DATABASE_PASSWORD | hush | LATCHKEY_DATABASE_URL is not
                    LATCHKEY_SECRET_KEYS | hush | name and a colon
                    LATCHKEY_SECRET_KEYS | k1:hush | is not 32 bytes
                    LATCHKEY_LOST_SECRET_KEYS | k 1 | names of secret keys
                    LATCHKEY_TRUSTED_PROXIES | "10.0.0.1,proxy" | has 'proxy', which is neither
                    LATCHKEY_TRUSTED_PROXIES | 10.0.0.0/33 | has '10.0.0.0/33', which is neither
                    LATCHKEY_TRUSTED_PROXIES | 10.1.2.3/8 | which is neither
                    LATCHKEY_TRUSTED_PROXIES | 0.0.0.0/0 | which is everybody
                    LATCHKEY_DEMO_ADDRESS | 192.0.2.1 | is '192.0.2.1' and must be an address of this machine
                    """)
    void whatCannotBeUsedIsSaidInOneSentence(String variable, String value, String sentence)
            throws IOException {
        List<String> refusals = given(Map.of(variable, value)).refusals();
        assertThat(refusals).singleElement().asString().startsWith(variable).contains(sentence);
        assertThat(refusals.getFirst()).doesNotContain("hush", "Exception", "latchkey.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    LATCHKEY_BASE_URL | https://sso.example.com
                    LATCHKEY_BASE_URL | http://my_host:8081
                    LATCHKEY_BASE_URL | http://[::1]:8080
                    LATCHKEY_BASE_URL | http://192.168.1.5:8080
                    LATCHKEY_MAIL_FROM | sso@müller.example
                    LATCHKEY_MAIL_FROM | "Müller Support <sso@vendor.example>"
                    LATCHKEY_SMTP_URL | smtp://user:p%40ss@mail.example:587
                    LATCHKEY_SMTP_URL | ""
                    LATCHKEY_DATABASE_URL | postgresql://db/x
                    LATCHKEY_DATABASE_URL | jdbc:postgresql://a:5432,b:5432/x?targetServerType=primary
                    LATCHKEY_TRUSTED_PROXIES | "10.0.3.7,10.0.4.0/24, 2001:db8:4::/64"
                    LATCHKEY_TRUSTED_PROXIES | ""
                    LATCHKEY_SECRET_KEYS | ""
                    LATCHKEY_LOST_SECRET_KEYS | "k1, k2"
                    LATCHKEY_OPERATOR_LINK | TRUE
                    LATCHKEY_DEMO_ADDRESS | 0.0.0.0
                    LATCHKEY_JAVA_OPTIONS | -Xmx1g
                    """)
    void whatIsMeantSoIsTaken(String variable, String value) throws IOException {
        assertThat(given(Map.of(variable, value)).refusals()).isEmpty();
    }

    @Test
    void theNameOfASenderWithACommaIsTakenInQuotes() throws IOException {
        String sender = "\"Müller & Söhne GmbH, Support\" <sso@vendor.example>";
        assertThat(given(Map.of("LATCHKEY_MAIL_FROM", sender)).refusals()).isEmpty();
    }

    @Test
    void whatWouldWriteAnotherHeaderIsRefusedAndShown() throws IOException {
        String sender = "Support\r\nBcc: all@x.example <sso@vendor.example>";
        assertThat(given(Map.of("LATCHKEY_MAIL_FROM", sender)).refusals())
                .singleElement()
                .asString()
                .startsWith("LATCHKEY_MAIL_FROM is 'Support\\u{d}\\u{a}Bcc: all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20\u00a0", "\ufeff20", "20\u200b"})
    void whatCannotBeSeenIsShown(String value) throws IOException {
        assertThat(given(Map.of("LATCHKEY_MAIL_PER_SECOND", value)).refusals())
                .singleElement()
                .asString()
                .contains("\\u{");
    }

    @Test
    void twoKeysOfOneNameAreRefused() throws IOException {
        assertThat(given(Map.of("LATCHKEY_SECRET_KEYS", "k1:" + KEY + ",k1:" + KEY)).refusals())
                .singleElement()
                .isEqualTo("Two secret keys in LATCHKEY_SECRET_KEYS are called 'k1'");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws IOException {
        assertThat(
                        given(
                                        Map.of(
                                                "LATCHKEY_MAIL_PER_SECOND", "x",
                                                "LATCHKEY_OPERATOR_LINK", "maybe",
                                                "LATCHKEY_MESSAGE_MAX_BYTES", "x"))
                                .refusals())
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "LATCHKEY_BASEURL, LATCHKEY_BASE_URL",
        "latchkey_base_url, LATCHKEY_BASE_URL",
        "LATCHKEY_SECRETKEYS, LATCHKEY_SECRET_KEYS",
        "LATCHKEY_SECRET_KEY, LATCHKEY_SECRET_KEYS",
        "LATCHKEY_DATADIR, LATCHKEY_DATA_DIR",
        "LATCHKEY_TRUSTED_PROXY, LATCHKEY_TRUSTED_PROXIES",
        "LATCHKEY_SMPT_URL, LATCHKEY_SMTP_URL",
        "LATCHKEY_JAVA_OPTS, LATCHKEY_JAVA_OPTIONS"
    })
    void whatIsNoSettingIsNamedWithTheOneThatWasMeantAndHasNoEffect(String given, String meant)
            throws IOException {
        StandardEnvironment environment = environment(Map.of(given, "http://elsewhere:1"));
        GivenSettings settings = new GivenSettings(environment);
        assertThat(settings.warnings())
                .containsExactly(given + " is not a setting; did you mean " + meant + "?");
        settings.settle();
        assertThat(environment.getProperty("latchkey.base-url")).isEqualTo("http://localhost:8080");
        assertThat(environment.getProperty("latchkey.secret-keys")).isEmpty();
        assertThat(environment.getProperty("latchkey.data-dir")).isEqualTo("./data");
    }

    @Test
    void whatIsLikeNoSettingIsNamedAlone() throws IOException {
        assertThat(given(Map.of("LATCHKEY_THEME", "dark")).warnings())
                .containsExactly(
                        "LATCHKEY_THEME is not a setting; docs/operations.md lists those that there are.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LATCHKEY_SERVICE_HOST",
                "LATCHKEY_SERVICE_PORT_HTTP",
                "LATCHKEY_PORT_8080_TCP",
                "LATCHKEY_PORT_8080_TCP_ADDR",
                "LATCHKEY_DB_PORT_5432_TCP_PROTO"
            })
    void whatKubernetesSetsIsNobodysMistake(String variable) throws IOException {
        assertThat(given(Map.of(variable, "10.0.0.7")).warnings()).isEmpty();
    }

    @Test
    void theAddressThatFollowsThePortIsOneThatBrowsersName() throws IOException {
        StandardEnvironment environment = environment(Map.of("LATCHKEY_PORT", "80"));
        GivenSettings settings = new GivenSettings(environment);
        assertThat(settings.refusals()).isEmpty();
        settings.settle();
        assertThat(environment.getProperty("latchkey.base-url")).isEqualTo("http://localhost");
        assertThat(environment.getProperty("server.port")).isEqualTo("80");
    }

    @Test
    void whatASettingIsNotForIsSaid() throws IOException {
        assertThat(given(Map.of("LATCHKEY_DEMO_ADDRESS", "127.0.0.1")).warnings())
                .singleElement()
                .asString()
                .contains("for the demo alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa${ss}word", "${HOME}", "\\${x}", "a$b{c}", "a:b#{c}", "ends with\\"})
    void aPasswordIsWhatItIs(String password) throws IOException {
        StandardEnvironment environment =
                environment(
                        Map.of(
                                "LATCHKEY_DATABASE_URL",
                                "jdbc:postgresql://db/x",
                                "LATCHKEY_DATABASE_PASSWORD",
                                password));
        GivenSettings settings = new GivenSettings(environment);
        assertThat(settings.refusals()).isEmpty();
        settings.settle();
        assertThat(environment.getProperty("latchkey.database.password")).isEqualTo(password);
        assertThat(
                        org.springframework.boot.context.properties.bind.Binder.get(environment)
                                .bind("latchkey.database.password", String.class)
                                .get())
                .isEqualTo(password);
    }

    @Test
    void everySettingOfTheConfigurationIsDeclared() throws IOException {
        Map<String, String> declared = new TreeMap<>();
        GivenSettings.declared().forEach(each -> declared.put(each.variable(), each.property()));
        assertThat(configured()).containsExactlyInAnyOrderEntriesOf(declared);
    }

    /** Both directions, with the value that is taken without it and with the bounds. */
    @Test
    void theTableInTheDocumentsIsWhatThereIs() throws IOException {
        Map<String, String[]> table = table("docs/operations.md");
        TreeSet<String> known = new TreeSet<>(launcher());
        GivenSettings.declared().forEach(each -> known.add(each.variable()));
        assertThat(table.keySet()).isEqualTo(known);
        Map<String, String> standard = standard();
        for (Setting each : GivenSettings.declared()) {
            String[] row = Objects.requireNonNull(table.get(each.variable()));
            String value = standard.getOrDefault(each.variable(), "");
            if (!value.isEmpty() && !value.contains("$")) {
                assertThat(row[2]).as(each.variable()).contains("`" + value + "`");
            }
            Matcher bounds = Pattern.compile("number from (\\d+ to \\d+)").matcher(each.mayBe());
            if (bounds.find()) {
                assertThat(row[1])
                        .as(each.variable())
                        .containsPattern("\\b" + bounds.group(1) + "\\b");
            }
        }
    }

    @Test
    void theShortTableInTheReadmeSaysTheSame() throws IOException {
        Map<String, String[]> all = table("docs/operations.md");
        Map<String, String[]> some = table("README.md");
        assertThat(some).isNotEmpty();
        some.forEach((variable, row) -> {
            assertThat(all).containsKey(variable);
            Matcher value = Pattern.compile("^`[^`]+`").matcher(row[2]);
            if (value.find()) {
                assertThat(Objects.requireNonNull(all.get(variable))[2])
                        .as(variable)
                        .startsWith(value.group());
            }
        });
    }

    @Test
    void noDocumentNamesASettingThatThereIsNot() throws IOException {
        TreeSet<String> known = new TreeSet<>(launcher());
        GivenSettings.declared().forEach(each -> known.add(each.variable()));
        List<String> unknown = new ArrayList<>();
        List<Path> documents = new ArrayList<>();
        documents.add(TOP.resolve("README.md"));
        documents.add(TOP.resolve("CONTRIBUTING.md"));
        try (Stream<Path> all = Files.walk(TOP.resolve("docs"))) {
            all.filter(each -> each.toString().endsWith(".md")).forEach(documents::add);
        }
        for (Path document : documents) {
            NAME.matcher(Files.readString(document))
                    .results()
                    .map(java.util.regex.MatchResult::group)
                    .filter(name -> !known.contains(name))
                    .forEach(name -> unknown.add(document + ": " + name));
        }
        assertThat(unknown).isEmpty();
    }

    private static Set<String> launcher() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        Matcher name =
                Pattern.compile("\\$\\{(LATCHKEY_JAVA_[A-Z_]+)")
                        .matcher(Files.readString(TOP.resolve("latchkey")));
        while (name.find()) {
            names.add(name.group(1));
        }
        assertThat(names).isEqualTo(new TreeSet<>(StartSettings.OF_THE_LAUNCHER));
        return names;
    }

    /** The variables of the configuration files, each with the property that it becomes. */
    private static Map<String, String> configured() throws IOException {
        Map<String, String> found = new TreeMap<>();
        placeholders()
                .forEach((property, value) -> {
                    Matcher whole =
                            Pattern.compile("^\\$\\{(LATCHKEY_[A-Z_]+)(:.*)?}$").matcher(value);
                    if (whole.matches()) {
                        String before = found.put(whole.group(1), property);
                        assertThat(before).isIn(null, property);
                    }
                });
        return found;
    }

    private static Map<String, String> standard() throws IOException {
        Map<String, String> found = new TreeMap<>();
        placeholders()
                .forEach((property, value) -> {
                    Matcher whole =
                            Pattern.compile("^\\$\\{(LATCHKEY_[A-Z_]+):(.*)}$").matcher(value);
                    if (whole.matches()) {
                        found.putIfAbsent(whole.group(1), whole.group(2));
                    }
                });
        return found;
    }

    private static Map<String, String> placeholders() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        for (String file : List.of("application.yml", "application-demo.yml")) {
            for (var source :
                    new YamlPropertySourceLoader().load(file, new ClassPathResource(file))) {
                for (String name :
                        ((org.springframework.core.env.EnumerablePropertySource<?>) source)
                                .getPropertyNames()) {
                    all.putIfAbsent(name, String.valueOf(source.getProperty(name)));
                }
            }
        }
        return all;
    }

    private static Map<String, String[]> table(String document) throws IOException {
        Map<String, String[]> rows = new TreeMap<>();
        for (String line : Files.readAllLines(TOP.resolve(document))) {
            if (line.startsWith("| `LATCHKEY_")) {
                String[] cells =
                        Arrays.stream(line.split("\\|", -1))
                                .map(String::strip)
                                .toArray(String[]::new);
                String[] row = {cells[1], cells[2], cells[3]};
                NAME.matcher(row[0])
                        .results()
                        .forEach(name ->
                                assertThat(rows.put(name.group(), row)).as(name.group()).isNull());
            }
        }
        return rows;
    }

    private static GivenSettings given(Map<String, String> variables) throws IOException {
        return new GivenSettings(environment(variables));
    }

    private static StandardEnvironment environment(Map<String, String> variables)
            throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        "systemEnvironment",
                        new SystemEnvironmentPropertySource(
                                "systemEnvironment", new LinkedHashMap<>(variables)));
        for (var source :
                new YamlPropertySourceLoader()
                        .load("application.yml", new ClassPathResource("application.yml"))) {
            environment.getPropertySources().addLast(source);
        }
        org.springframework.boot.context.properties.source.ConfigurationPropertySources.attach(
                environment);
        return environment;
    }
}
