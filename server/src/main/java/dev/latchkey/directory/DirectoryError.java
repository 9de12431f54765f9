package dev.latchkey.directory;

import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.EmailFault;
import dev.latchkey.shared.ErrorCode;

/** Why the directory refuses. */
public enum DirectoryError implements ErrorCode {
    NAME_UNUSABLE(
            "directory.name_unusable",
            "The name is empty, too long, or has characters that can't be seen.",
            "Give a name of 1 to 200 visible characters in one line."),
    EMAIL_UNUSABLE(
            "directory.email_unusable", "This is not an email address.", "Correct the address."),
    EMAIL_DOMAIN_UNUSABLE(
            "directory.email_domain_unusable",
            "The part after the @ of this address is not a domain that mail can be sent to.",
            "Correct the domain. It may contain letters outside ASCII, but not signs such as _."),
    EMAIL_TAKEN(
            "directory.email_taken",
            "A user with this email address, or one that differs only in case, already exists.",
            "Use the existing user or another address."),
    ORGANIZATION_UNKNOWN(
            "directory.organization_unknown",
            "There is no such organization.",
            "Check the organization's SID."),
    EDITION_UNKNOWN(
            "directory.edition_unknown", "There is no such edition.", "Choose one from the list."),
    ACCOUNT_UNKNOWN(
            "directory.account_unknown",
            "This organization has no such account.",
            "Create the account first, or correct its name or SID."),
    ACCOUNT_AMBIGUOUS(
            "directory.account_ambiguous",
            "This organization has several accounts with this name.",
            "Give the account's SID instead."),
    ACCOUNT_NAME_TAKEN(
            "directory.account_name_taken",
            "The organization already has an account with this name.",
            "Give another name."),
    USER_UNKNOWN(
            "directory.user_unknown",
            "There is no such user.",
            "Check the address, or create the user first."),
    USER_AMBIGUOUS(
            "directory.user_ambiguous",
            "Several users have addresses that differ from this one only in case.",
            "Correct one of them first."),
    KIND_UNKNOWN(
            "directory.kind_unknown",
            "There is no such kind of user.",
            "Give PERSON, SHARED_MAILBOX or API_ONLY, or leave it empty for a person."),
    ADMIN_UNREADABLE(
            "directory.admin_unreadable",
            "The value that says whether the user is an admin can't be read.",
            "Give yes or no, or leave it empty for no."),
    EMAIL_OF_ANOTHER_ORGANIZATION(
            "directory.email_of_another_organization",
            "A user of another organization has this email address.",
            "Use another address, or add that user to the account instead."),
    EMAIL_DIFFERS_IN_CASE(
            "directory.email_differs_in_case",
            "A user's address differs from this one only in case, or in how its domain is written.",
            "Write the address as it is stored, or correct the stored one."),
    LINE_REPEATED(
            "directory.line_repeated",
            "An earlier line says the same.",
            "Nothing needs to be done; the earlier line counts."),
    LINES_CONTRADICT(
            "directory.lines_contradict",
            "Other lines give the same address with other details.",
            "Keep one line for each address."),
    TOO_MANY_CELLS(
            "directory.too_many_cells",
            "The line has more cells than the header.",
            "Put quotes around any value that contains a separator."),
    NO_DOMAIN(
            "directory.no_domain",
            "This is not a domain.",
            "Write the part after the @, such as example.com."),
    DOMAIN_RESERVED(
            "directory.domain_reserved",
            "Nobody can vouch for this domain: it belongs to a public mail service or to the operators.",
            "Change the single address on the user's page."),
    DOMAIN_TAKEN(
            "directory.domain_taken",
            "An operator has already vouched for this domain, for this organization or another.",
            "Find out whose it is, and withdraw the other one first."),
    DOMAINS_TOO_MANY(
            "directory.domains_too_many",
            "This organization already has a hundred domains.",
            "Withdraw the ones that nobody needs any more."),
    REASON_MISSING(
            "directory.reason_missing",
            "There is no reason, or it is too long.",
            "Give a reason of at most 500 characters."),
    CHANGED_MEANWHILE(
            "directory.changed_meanwhile",
            "Somebody changed this while you had the form open.",
            "Look at what is stored now, and save again if yours should replace it.");

    private final String code;
    private final String meaning;
    private final String remedy;

    /** The code for an address that no new user can have. */
    public static DirectoryError ofEmail(String typed) {
        return EmailAddress.fault(typed).filter(EmailFault::isOfDomain).isPresent()
                ? EMAIL_DOMAIN_UNUSABLE
                : EMAIL_UNUSABLE;
    }

    DirectoryError(String code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
