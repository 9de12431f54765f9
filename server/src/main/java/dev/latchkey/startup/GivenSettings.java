package dev.latchkey.startup;

import dev.latchkey.shared.DeclaredSettings;
import dev.latchkey.shared.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * The environment variables that somebody has set, held against those that there are. All that can't be used is said at
 * once, so that nobody has to start the server five times to hear of five mistakes.
 */
final class GivenSettings {
    private static final String SOURCE =
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    private static final String BASE_URL = "LATCHKEY_BASE_URL";
    private static final Pattern LOOKS_LIKE_OURS = Pattern.compile("(?i)latchkey[._-].*");

    /** What Kubernetes sets in each container for each Service (its documentation: "environment variables"). */
    private static final Pattern OF_A_SERVICE =
            Pattern.compile(
                    "LATCHKEY_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private final ConfigurableEnvironment environment;
    private final List<Setting> declared;
    private final Map<String, String> ours = new TreeMap<>();

    GivenSettings(ConfigurableEnvironment environment) {
        this.environment = environment;
        this.declared = declared();
        PropertySource<?> source = environment.getPropertySources().get(SOURCE);
        if (source != null && source.getSource() instanceof Map<?, ?> variables) {
            variables.forEach((name, value) -> {
                if (LOOKS_LIKE_OURS.matcher(String.valueOf(name)).matches()) {
                    ours.put(String.valueOf(name), String.valueOf(value));
                }
            });
        }
    }

    /** Every setting that a module has declared. */
    static List<Setting> declared() {
        return SpringFactoriesLoader.forDefaultResourceLocation(
                        GivenSettings.class.getClassLoader())
                .load(DeclaredSettings.class)
                .stream()
                .flatMap(each -> each.settings().stream())
                .toList();
    }

    boolean isGiven(String variable) {
        return !ours.getOrDefault(variable, "").isBlank();
    }

    /** The sentences that say what can't be used, without their full stops. */
    List<String> refusals() {
        List<String> refusals = new ArrayList<>();
        for (Setting setting : declared) {
            String given = ours.get(setting.variable());
            if (given == null && setting.variable().equals(BASE_URL)) {
                continue; // it follows the port
            }
            setting.refusal(given != null ? given : environment.getProperty(setting.property()))
                    .map(sentence -> sentence + hint(setting, given))
                    .ifPresent(refusals::add);
        }
        if (!isGiven("LATCHKEY_DATABASE_URL")
                && environment.getProperty("latchkey.database.url", "").isBlank()) {
            for (String variable :
                    List.of("LATCHKEY_DATABASE_USER", "LATCHKEY_DATABASE_PASSWORD")) {
                if (isGiven(variable)) {
                    refusals.add(
                            variable
                                    + " is set and LATCHKEY_DATABASE_URL is not: say which database it is for,"
                                    + " or leave it out for the embedded one");
                }
            }
        }
        return refusals;
    }

    private static String hint(Setting setting, @Nullable String given) {
        return setting.variable().equals(StartSettings.PORT)
                        && given != null
                        && given.matches("(tcp|udp|sctp)://.*")
                ? " (Kubernetes sets it so for a Service that is called latchkey: switch that off with"
                        + " enableServiceLinks: false, or set LATCHKEY_PORT yourself)"
                : "";
    }

    /** Sentences about what is not wrong enough to refuse it. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        ours.keySet().stream()
                .filter(this::isUnknown)
                .filter(name -> !OF_A_SERVICE.matcher(name).matches())
                .forEach(name ->
                        warnings.add(
                                name
                                        + " is not a setting"
                                        + nearest(name)
                                                .map(each -> "; did you mean " + each + "?")
                                                .orElse(
                                                        "; docs/operations.md lists those that there are.")));
        if (isGiven("LATCHKEY_DATABASE_PROGRAMS") && isGiven("LATCHKEY_DATABASE_URL")) {
            warnings.add(
                    "LATCHKEY_DATABASE_PROGRAMS is for the embedded database, and LATCHKEY_DATABASE_URL names"
                            + " another one.");
        }
        if (isGiven(StartSettings.DEMO_ADDRESS)
                && !List.of(environment.getActiveProfiles()).contains("demo")) {
            warnings.add(
                    StartSettings.DEMO_ADDRESS
                            + " is for the demo alone: this server listens on all addresses.");
        }
        return warnings;
    }

    private boolean isUnknown(String name) {
        return names().noneMatch(name::equals);
    }

    private Stream<String> names() {
        return Stream.concat(
                declared.stream().map(Setting::variable), StartSettings.OF_THE_LAUNCHER.stream());
    }

    private Optional<String> nearest(String name) {
        String letters = letters(name);
        return names().min(Comparator.comparingInt(each -> distance(letters(each), letters)))
                .filter(each ->
                        distance(letters(each), letters) <= Math.min(3, letters.length() / 2));
    }

    private static String letters(String name) {
        return name.toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]", "")
                .replaceFirst("^LATCHKEY", "");
    }

    /** How many letters have to be changed, added or left out (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        java.util.Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    /**
     * Lets the values stand as they were given, and takes away what is no setting. Spring would look for placeholders in
     * the values, which a password may look like, and would take other spellings of the names.
     */
    void settle() {
        MutablePropertySources sources = environment.getPropertySources();
        if (sources.get(SOURCE) != null
                && sources.get(SOURCE).getSource() instanceof Map<?, ?> variables) {
            Map<String, Object> others = new LinkedHashMap<>();
            variables.forEach((name, value) -> {
                if (!ours.containsKey(String.valueOf(name))) {
                    others.put(String.valueOf(name), value);
                }
            });
            Map<String, Object> values = new LinkedHashMap<>();
            for (Setting setting : declared) {
                String given = ours.get(setting.variable());
                if (given != null && applies(setting)) {
                    values.put(setting.property(), literal(given));
                    others.put(setting.variable(), literal(given));
                }
            }
            if (!ours.containsKey(BASE_URL) && "80".equals(ours.get(StartSettings.PORT))) {
                values.put("latchkey.base-url", "http://localhost");
            }
            sources.replace(SOURCE, new SystemEnvironmentPropertySource(SOURCE, others));
            sources.addFirst(new MapPropertySource("latchkey settings", values));
        }
    }

    /** As Spring has to be given it for it to come out as it is. */
    private static String literal(String value) {
        return value.replace("${", "\\${");
    }

    private boolean applies(Setting setting) {
        return !setting.variable().equals(StartSettings.DEMO_ADDRESS)
                || List.of(environment.getActiveProfiles()).contains("demo");
    }
}
