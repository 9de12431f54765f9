package dev.latchkey.review;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum ReviewAction implements AuditAction {
    ADDRESS_CORRECTION_ASKED("address_correction.asked", "asked a user to confirm another address"),
    ADDRESS_CORRECTION_CANCELLED("address_correction.cancelled", "called off a corrected address"),
    ADDRESS_CORRECTION_CONFIRMED("address_correction.confirmed", "confirmed the corrected address"),
    ADDRESS_CORRECTION_REFUSED(
            "address_correction.refused",
            "asked a user to confirm another address, and was refused"),
    ADDRESS_CORRECTION_STOPPED("address_correction.stopped", "stopped a corrected address"),
    ADDRESS_CORRECTION_TOOK_EFFECT(
            "address_correction.took_effect", "put the corrected address into effect"),
    ADDRESS_CORRECTION_UNDONE("address_correction.undone", "undid a corrected address"),
    FINDING_ACCEPTANCE_WITHDRAWN(
            "finding.acceptance_withdrawn", "withdrew the acceptance of a finding"),
    FINDING_ACCEPTED("finding.accepted", "accepted findings"),
    IDP_LIST_DISCARDED("idp_list.discarded", "discarded the identity provider's list unread"),
    IDP_LIST_READ("idp_list.read", "had the identity provider's list read"),
    IDP_LIST_REMOVED("idp_list.removed", "removed the identity provider's list"),
    IDP_LIST_UPLOADED("idp_list.uploaded", "uploaded the identity provider's list");

    private final String code;
    private final String words;

    ReviewAction(String code, String words) {
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
