package dev.latchkey.directory;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import org.springframework.stereotype.Component;

/** What this module records, with the words that follow the name of who did it. */
enum DirectoryAction implements AuditAction {
    ACCOUNT_CREATED("account.created", "made an account"),
    ACCOUNT_RENAMED("account.renamed", "renamed an account"),
    DOMAIN_VOUCHED("domain.vouched", "vouched for a domain of the organization"),
    DOMAIN_WITHDRAWN("domain.withdrawn", "no longer vouches for a domain"),
    MEMBERSHIP_REMOVED("membership.removed", "took a user out of an account"),
    MEMBERSHIP_SET("membership.set", "put a user into an account"),
    ORGANIZATION_CHANGED("organization.changed", "changed the organization"),
    ORGANIZATION_CREATED("organization.created", "made the organization"),
    USER_ACTIVATED("user.activated", "activated a user"),
    USER_ADDRESS_AMBIGUOUS(
            "user.address_ambiguous", "found that a user's address is another user's too"),
    USER_CHANGED("user.changed", "changed a user"),
    USER_CREATED("user.created", "made a user"),
    USER_DEACTIVATED("user.deactivated", "deactivated a user"),
    USER_PASSWORD_SET("user.password_set", "set a password"),
    USERS_IMPORT_DISCARDED("users.import_discarded", "threw a file of users away unread"),
    USERS_IMPORTED("users.imported", "imported users");

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
