package dev.latchkey.announcements;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words in braces that stand for something else in each mail. */
final class Placeholders {
    static final Set<String> KNOWN = Set.of("name", "organization", "date", "link", "help");
    private static final Pattern IN_BRACES = Pattern.compile("\\{([^{}\\n]*)}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    private Placeholders() {}

    /** Those that stand for nothing, as they were typed. */
    static List<String> unknown(String text) {
        return IN_BRACES
                .matcher(text)
                .results()
                .filter(found -> !KNOWN.contains(found.group(1)))
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    static boolean has(String text, String name) {
        return text.contains("{" + name + "}");
    }

    /** In one pass: what a value has in braces stays as it is, and no value brings a line of its own. */
    static String fill(String text, Map<String, String> values) {
        return IN_BRACES
                .matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                oneLine(
                                        Objects.requireNonNullElse(
                                                values.get(found.group(1)), found.group()))));
    }

    private static String oneLine(String value) {
        return UNPRINTABLE.matcher(value).replaceAll(" ");
    }
}
