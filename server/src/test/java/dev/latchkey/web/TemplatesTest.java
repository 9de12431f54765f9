package dev.latchkey.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What all pages have in common, read from the templates themselves. */
@org.jspecify.annotations.NullUnmarked
class TemplatesTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern TABLE =
            Pattern.compile("(?s)<table class=\"[^\"]*\\btable\\b[^\"]*\".*?</table>");
    private static final Pattern HEADER = Pattern.compile("(?s)<th(?=[\\s>])[^>]*>(.*?)</th>");
    private static final Pattern ROW = Pattern.compile("(?s)<tr\\b.*?</tr>");
    private static final Pattern CELL = Pattern.compile("<t[dh](?=[\\s>])(?:\"[^\"]*\"|[^>\"])*>");
    private static final Pattern LABEL = Pattern.compile("\\bdata-label=\"([^\"]*)\"");
    private static final Pattern TIME_BY_HAND =
            Pattern.compile(
                    "#temporals|#dates|#calendars|java\\.time|ofPattern"
                            + "|th:text=\"\\$\\{[\\w.()]*(?:[a-z]At|\\bat|until|expires)\\(\\)\\}\"");

    /** Columns of buttons, which say themselves what they do. */
    private static final Set<String> OF_BUTTONS =
            Set.of("Action", "Actions", "End", "Withdraw", "What to do", "");

    @Test
    void onAPhoneEveryValueOfATableSaysWhichColumnItBelongsTo() {
        List<String> without = new ArrayList<>();
        templates()
                .forEach((file, text) -> {
                    Matcher table = TABLE.matcher(text);
                    while (table.find()) {
                        String head = part(table.group(), "thead");
                        List<String> columns =
                                HEADER.matcher(head)
                                        .results()
                                        .map(each -> plain(each.group(1)))
                                        .toList();
                        ROW.matcher(part(table.group(), "tbody"))
                                .results()
                                .forEach(row -> check(file, columns, row.group(), without));
                    }
                });

        assertThat(without).isEmpty();
    }

    private static void check(String file, List<String> columns, String row, List<String> without) {
        int column = 0;
        for (String cell : CELL.matcher(row).results().map(each -> each.group()).toList()) {
            Matcher label = LABEL.matcher(cell);
            String given = label.find() ? label.group(1) : null;
            boolean itself =
                    column == 0
                            || cell.contains("colspan")
                            || (column < columns.size()
                                    && OF_BUTTONS.contains(columns.get(column)));
            boolean right = given != null && (given.isEmpty() ? itself : columns.contains(given));
            if (!right) {
                without.add(file + ": " + cell);
            }
            column++;
        }
    }

    @Test
    void noPageWritesATimeInAWayOfItsOwn() {
        List<String> byHand = new ArrayList<>();
        templates()
                .forEach((file, text) -> {
                    if (!file.equals("web/time.html")) {
                        TIME_BY_HAND
                                .matcher(text)
                                .results()
                                .forEach(each -> byHand.add(file + ": " + each.group()));
                    }
                });

        assertThat(byHand).isEmpty();
    }

    @Test
    void everyTimeIsWrittenWithItsZone() {
        Times times = new Times();
        java.time.Instant then = java.time.Instant.parse("2026-03-02T07:05:09Z");
        assertThat(times.at(then)).isEqualTo("2 Mar 2026, 07:05 UTC");
        assertThat(times.second(then)).isEqualTo("2 Mar 2026, 07:05:09 UTC");
        assertThat(times.clock(then)).isEqualTo("07:05 UTC");
        assertThat(times.day(java.time.LocalDate.parse("2026-03-02"))).isEqualTo("2 Mar 2026");
    }

    private static String part(String table, String tag) {
        Matcher part = Pattern.compile("(?s)<" + tag + "\\b.*?</" + tag + ">").matcher(table);
        StringBuilder all = new StringBuilder();
        while (part.find()) {
            all.append(part.group());
        }
        return all.toString();
    }

    private static String plain(String html) {
        return html.replaceAll("<[^>]*>", "").strip().replaceAll("\\s+", " ");
    }

    private static Map<String, String> templates() {
        TreeMap<String, String> templates = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".html")).toList()) {
                templates.put(
                        TEMPLATES.relativize(file).toString().replace('\\', '/'),
                        Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(templates).hasSizeGreaterThan(80);
        return templates;
    }
}
