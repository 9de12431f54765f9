package dev.latchkey.audit;

import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum AuditLogAction implements AuditAction {
    EXPORTED("audit.exported", "exported the audit log as CSV"),
    VERIFIED("audit.verified", "verified the audit log"),
    FILE_TAKEN("file.taken", "downloaded a file");

    private final String code;
    private final String words;

    AuditLogAction(String code, String words) {
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
