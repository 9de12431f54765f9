package dev.latchkey.directory;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum DirectoryAction implements AuditAction {
    ACCOUNT_CREATED("account.created", "created an account"),
    ACCOUNT_RENAMED("account.renamed", "renamed an account"),
    DOMAIN_VOUCHED("domain.vouched", "vouched for a domain of the organization"),
    DOMAIN_WITHDRAWN("domain.withdrawn", "stopped vouching for a domain"),
    MEMBERSHIP_REMOVED("membership.removed", "removed a user from an account"),
    MEMBERSHIP_SET("membership.set", "added a user to an account"),
    ORGANIZATION_CHANGED("organization.changed", "changed the organization"),
    ORGANIZATION_CREATED("organization.created", "created the organization"),
    USER_ACTIVATED("user.activated", "activated a user"),
    USER_ADDRESS_AMBIGUOUS(
            "user.address_ambiguous", "found that a user's address also belongs to another user"),
    USER_CHANGED("user.changed", "changed a user"),
    USER_CREATED("user.created", "created a user"),
    USER_DEACTIVATED("user.deactivated", "deactivated a user"),
    USER_PASSWORD_SET("user.password_set", "set a password");

    private final String code;
    private final String words;

    DirectoryAction(String code, String words) {
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
