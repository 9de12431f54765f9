package dev.latchkey.announcements;

import dev.latchkey.shared.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a wording must be before it is saved, and before it is sent. */
final class WordingRules {
    static final int SUBJECT = 150;
    static final int TEXT = 5000;
    static final int HELP = 200;
    private static final Duration FURTHEST = Duration.ofDays(366);
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private WordingRules() {}

    static boolean isZone(String zone) {
        return ZONES.contains(zone);
    }

    /** Names what can't be stored; a wording that isn't finished can. */
    static List<Problem> problems(Wording given, Instant now) {
        List<Problem> problems = new ArrayList<>();
        add(problems, !line(given.subject(), SUBJECT), AnnouncementError.SUBJECT_UNUSABLE);
        add(problems, !line(given.help(), HELP), AnnouncementError.HELP_UNUSABLE);
        add(
                problems,
                !text(given.vendor()) || !text(given.customer()),
                AnnouncementError.TEXT_UNUSABLE);
        add(
                problems,
                given.switchAt() != null && !ahead(given.switchAt(), now),
                AnnouncementError.DAY_UNUSABLE);
        Stream.of(given.subject(), given.vendor(), given.customer(), given.help())
                .flatMap(text -> Placeholders.unknown(text).stream())
                .distinct()
                .forEach(unknown ->
                        problems.add(new Problem(AnnouncementError.PLACEHOLDER_UNKNOWN, unknown)));
        return problems;
    }

    /** Names what keeps a wording that was saved from being sent. */
    static List<Problem> unfinished(Wording wording, Instant now) {
        List<Problem> problems = new ArrayList<>();
        add(problems, wording.text().isBlank(), AnnouncementError.TEXT_MISSING);
        add(problems, wording.switchAt() == null, AnnouncementError.DAY_MISSING);
        add(
                problems,
                wording.switchAt() != null && !ahead(wording.switchAt(), now),
                AnnouncementError.DAY_UNUSABLE);
        add(
                problems,
                !Placeholders.has(wording.text() + wording.subject(), "date"),
                AnnouncementError.DATE_UNSAID);
        return problems;
    }

    private static void add(List<Problem> problems, boolean wrong, AnnouncementError error) {
        if (wrong) {
            problems.add(new Problem(error, null));
        }
    }

    private static boolean ahead(Instant at, Instant now) {
        return at.isAfter(now) && at.isBefore(now.plus(FURTHEST));
    }

    private static boolean line(String text, int longest) {
        return !text.isBlank()
                && text.length() <= longest
                && text.codePoints().allMatch(WordingRules::plain);
    }

    private static boolean text(String text) {
        return text.length() <= TEXT
                && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || plain(c));
    }

    private static boolean plain(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED;
    }
}
