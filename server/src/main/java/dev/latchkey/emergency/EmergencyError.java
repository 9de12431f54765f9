package dev.latchkey.emergency;

import dev.latchkey.shared.ErrorCode;

/** Why something about emergency access is refused. */
public enum EmergencyError implements ErrorCode {
    NOT_AN_ADMIN(
            "emergency.not_an_admin",
            "Only an active admin of the organization can have emergency access.",
            "Make the user an admin, or activate them, first."),
    ALREADY_NAMED(
            "emergency.already_named",
            "This admin already has emergency access.",
            "Nothing needs to be done."),
    NOT_NAMED(
            "emergency.not_named",
            "You have no emergency access.",
            "Name yourself under Emergency access, or ask another admin to do it.");

    private final String code;
    private final String meaning;
    private final String remedy;

    EmergencyError(String code, String meaning, String remedy) {
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
