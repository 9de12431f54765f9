package dev.latchkey.directory;

import dev.latchkey.shared.ErrorCode;

/** Why the directory refuses. */
public enum DirectoryError implements ErrorCode {
    NAME_UNUSABLE(
            "directory.name_unusable",
            "The name is empty or too long.",
            "Give a name of 1 to 200 characters."),
    EMAIL_UNUSABLE(
            "directory.email_unusable", "This is not an email address.", "Correct the address."),
    EMAIL_TAKEN(
            "directory.email_taken",
            "A user with this email address, or one that differs only in case, exists already.",
            "Use the existing user or another address."),
    ORGANIZATION_UNKNOWN(
            "directory.organization_unknown",
            "There is no such organization.",
            "Check the organization's SID.");

    private final String code;
    private final String meaning;
    private final String remedy;

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
