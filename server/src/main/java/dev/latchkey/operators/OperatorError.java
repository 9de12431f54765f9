package dev.latchkey.operators;

import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.ErrorCode;

/** Why something about an operator was refused. */
enum OperatorError implements ErrorCode {
    EMAIL_UNUSABLE(
            "operator.email_unusable", "This is not an email address.", "Correct the address."),
    EMAIL_TAKEN(
            "operator.email_taken",
            "There is already an operator with this email address.",
            "Sign in with it, or use another address."),
    NAME_UNUSABLE(
            "operator.name_unusable",
            "The name is empty or too long.",
            "Give a name of 1 to 200 characters."),
    PASSWORD_UNUSABLE(
            "operator.password_unusable",
            "This password can't be used.",
            "Choose at least "
                    + Passwords.SHORTEST
                    + " characters, more than three of them different, and at most "
                    + Passwords.LONGEST_BYTES
                    + " bytes."),
    PASSWORD_WRONG(
            "operator.password_wrong",
            "The current password is not right.",
            "Type the password that you signed in with."),
    TOO_MANY_WRONG_PASSWORDS(
            "operator.too_many_wrong_passwords",
            "The current password was wrong too often.",
            "Wait a quarter of an hour. If it was not you, have a colleague disable you: that ends your sessions."),
    LINK_USELESS(
            "operator.link_useless",
            "This link has already been used, is too old, or is no longer needed.",
            "Ask another operator for a new one, or start the server with LATCHKEY_OPERATOR_LINK=true."),
    LAST_ACTIVE(
            "operator.last_active",
            "This is the only operator who can sign in.",
            "Invite another operator first."),
    OPERATOR_UNKNOWN(
            "operator.unknown", "There is no such operator.", "Go back to the list of operators.");

    private final String code;
    private final String meaning;
    private final String remedy;

    OperatorError(String code, String meaning, String remedy) {
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
