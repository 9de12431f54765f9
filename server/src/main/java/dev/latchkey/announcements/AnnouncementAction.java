package dev.latchkey.announcements;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum AnnouncementAction implements AuditAction {
    BOUNCED("announcement.bounced", "recorded mails that came back"),
    PAUSED("announcement.paused", "paused the announcement"),
    RESENT("announcement.resent", "had the announcement sent again"),
    STARTED("announcement.started", "had the announcement sent"),
    TOLD_OTHERWISE(
            "announcement.told_otherwise",
            "said that users without a mail are told in another way"),
    WORDED("announcement.worded", "changed the wording of the announcement");

    private final String code;
    private final String words;

    AnnouncementAction(String code, String words) {
        this.code = code;
        this.words = words;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String words() {
        return words;
    }

    @Component
    static final class Vocabulary extends AuditVocabulary {
        Vocabulary() {
            super(values());
        }
    }
}
