package dev.latchkey.emergency;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum EmergencyAction implements AuditAction {
    CODES_MADE("emergency.codes_made", "made recovery codes"),
    CODES_VOIDED("emergency.codes_voided", "revoked recovery codes"),
    ENDED("emergency.ended", "ended an emergency admin's second way in"),
    NAMED("emergency.named", "named an emergency admin"),
    USED("emergency.used", "signed in with a recovery code");

    private final String code;
    private final String words;

    EmergencyAction(String code, String words) {
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
