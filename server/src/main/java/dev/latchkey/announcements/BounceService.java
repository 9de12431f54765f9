package dev.latchkey.announcements;

import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.Cohort;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes in mails that came back. */
@Component
class BounceService {
    private final AnnouncementStore store;
    private final MailQueue queue;
    private final Door door;
    private final Clock clock;

    BounceService(AnnouncementStore store, MailQueue queue, Door door, Clock clock) {
        this.store = store;
        this.queue = queue;
        this.door = door;
        this.clock = clock;
    }

    /**
     * What became of what was handed in.
     *
     * @param unknown addresses of nobody who was mailed by this announcement
     * @param cut whether there may be more mails in it than were read
     */
    record Taken(int marked, List<String> unknown, boolean cut) {}

    @Transactional
    public Result<Taken> take(Caller caller, Cohort given, byte[] content) {
        return door.enterAtOnce(caller, AnnouncementPermission.NOTE_RETURNED_MAILS)
                .with(given)
                .attempt(cohort -> taken(caller, cohort, content));
    }

    private Result<Done<Taken>> taken(Caller caller, Cohort cohort, byte[] content) {
        if (content.length > ReturnedMail.MOST_BYTES) {
            return Result.refused(AnnouncementError.BOUNCE_TOO_LARGE, content.length + " bytes");
        }
        Announcement announcement = store.lock(caller.organization(), cohort.id()).orElse(null);
        if (announcement == null || !announcement.begun()) {
            return new Result.Refused<>(
                    List.of(new Problem(AnnouncementError.NOTHING_TO_SETTLE, null)));
        }
        ReturnedMail.Reading reading = ReturnedMail.read(content);
        Map<String, String> failed = reading.failed();
        if (failed.isEmpty()) {
            return new Result.Refused<>(
                    List.of(
                            new Problem(
                                    AnnouncementError.BOUNCE_UNREADABLE,
                                    reading.cut() ? "not all of it could be read" : null)));
        }
        Set<String> marked = mark(cohort, announcement, failed);
        return Result.ok(
                Done.recorded(
                        new Taken(
                                marked.size(),
                                failed.keySet().stream()
                                        .filter(key -> !marked.contains(key))
                                        .toList(),
                                reading.cut()),
                        AnnouncementAction.BOUNCED,
                        Subject.of(cohort.id()),
                        Map.of("users", marked.size())));
    }

    /** All that failed for one reason at once. */
    private Set<String> mark(Cohort cohort, Announcement announcement, Map<String, String> failed) {
        Map<String, List<String>> byReason =
                failed.entrySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getValue,
                                        Collectors.mapping(
                                                Map.Entry::getKey, Collectors.toList())));
        Set<String> marked = new HashSet<>();
        byReason.forEach((reason, keys) ->
                marked.addAll(
                        queue.bounced(
                                cohort, announcement.mailed(), keys, reason, clock.instant())));
        return marked;
    }
}
