package dev.latchkey.support;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum SupportAction implements AuditAction {
    MESSAGE_WRITTEN("support.message_written", "wrote a message"),
    NOTE_WRITTEN("support.note_written", "wrote an internal note"),
    NOTED("support.noted", "recorded a request that came in another way"),
    REQUEST_DROPPED("support.request_dropped", "put the request back into the queue"),
    REQUEST_HANDED("support.request_handed", "handed the request over"),
    REQUEST_OPENED("support.request_opened", "opened the request"),
    REQUEST_TAKEN("support.request_taken", "took the request"),
    STATE_CHANGED("support.state_changed", "changed the state of the request"),
    WORK_BEGUN("support.work_begun", "started working on the request"),
    WORK_ENDED("support.work_ended", "stopped working on the request");

    private final String code;
    private final String words;

    SupportAction(String code, String words) {
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
