package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a page costs does not grow with the list that it shows a part of. */
class ListRulesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/latchkey");

    /** An offset counts off all that lies before; a part of a list is read from a row on. */
    private static final Pattern OFFSET = Pattern.compile("\\boffset [:?%]");

    private static final Pattern COUNT = Pattern.compile("(?i)count\\(\\*\\)(?! filter)");

    /** Counted up to a bound: the rows of a query that has a limit. */
    private static final Pattern BOUNDED =
            Pattern.compile(
                    "(?is)count\\(\\*\\)[^;]{0,40}?from \\(\\s*\"?\\s*\\+?\\s*\"?select.{0,700}?limit");

    /**
     * Who counts without a bound, and how often: what a person decides about as a whole (a list of users, its findings),
     * what is few by its kind (codes, operators, mails to one person), or what no page shows.
     */
    private static final Map<String, Integer> COUNTS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("announcements/MailList.java", 1),
                            Map.entry("announcements/MailQueue.java", 1),
                            Map.entry("directory/Accounts.java", 1),
                            Map.entry("imports/ImportLines.java", 2), // of one batch; in a job
                            Map.entry("directory/Users.java", 1),
                            Map.entry("emergency/EmergencyAccess.java", 1),
                            Map.entry("emergency/RecoveryCodes.java", 1),
                            Map.entry("operators/Operators.java", 1),
                            Map.entry("review/Comparisons.java", 1),
                            Map.entry("review/Differences.java", 1),
                            Map.entry("review/FindingQueries.java", 3),
                            Map.entry("review/FindingMaker.java", 4),
                            Map.entry("cohorts/CohortMembers.java", 1),
                            Map.entry("cohorts/MembershipBuilder.java", 2),
                            Map.entry("enforcement/DisableRequests.java", 1),
                            Map.entry("cohorts/Rules.java", 2),
                            Map.entry("enforcement/Watch.java", 4),
                            Map.entry("secretkeys/Faults.java", 2),
                            Map.entry("told/ToldPost.java", 1)));

    @Test
    void noListIsCountedOffToAPlace() {
        assertThat(found(OFFSET).keySet())
                .containsExactlyInAnyOrder("limits/Devices.java", "shared/Listing.java");
    }

    @Test
    void nothingIsCountedWithoutABoundButWhatIsNamedHere() {
        Map<String, Integer> counted = new TreeMap<>(found(COUNT));
        found(BOUNDED).forEach((file, times) -> counted.merge(file, -times, Integer::sum));
        counted.values().removeIf(times -> times <= 0);

        assertThat(counted).isEqualTo(COUNTS);
    }

    private static Map<String, Integer> found(Pattern pattern) {
        Map<String, Integer> found = new TreeMap<>();
        for (Path file : files()) {
            Matcher matcher = pattern.matcher(text(file));
            int times = 0;
            while (matcher.find()) {
                times++;
            }
            if (times > 0) {
                found.put(SOURCES.relativize(file).toString().replace('\\', '/'), times);
            }
        }
        return found;
    }

    private static List<Path> files() {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(each -> each.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
