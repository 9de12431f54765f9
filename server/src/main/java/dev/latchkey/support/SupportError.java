package dev.latchkey.support;

import dev.latchkey.shared.ErrorCode;
import java.util.Locale;

/** Why support's pages refuse. */
public enum SupportError implements ErrorCode {
    KIND_UNKNOWN("There is no such kind of request.", "Choose one from the list."),
    CHANNEL_UNKNOWN(
            "Say how the request reached you.", "Choose one from the list, such as by phone."),
    SUBJECT_UNUSABLE(
            "The subject is empty, too long, or has characters that can't be seen.",
            "Give a subject of 1 to 200 visible characters in one line."),
    TEXT_UNUSABLE(
            "The text is empty, longer than 10,000 characters, or has characters that can't be shown.",
            "Write a shorter text, or send it in parts."),
    REQUEST_UNKNOWN(
            "This organization has no such request.", "Go back to the list and choose one."),
    STATE_UNKNOWN("There is no such state of a request.", "Choose one from the list."),
    STATE_UNREACHABLE(
            "The request is now in a state in which this step can't be taken.",
            "Look at the request as it is now; a closed request can be reopened."),
    CLOSED("The request is closed.", "Reopen it first, or open a new one."),
    TAKEN_ALREADY(
            "Another operator has taken this request.",
            "Ask them to hand it over, or take it over."),
    OWNER_CHANGED(
            "The request now has another owner.",
            "Look at who has it now, and try again if it is still right."),
    OPERATOR_UNKNOWN(
            "There is no such operator, or they may no longer sign in.",
            "Choose one from the list."),
    TOO_MANY("You have written too much in a short time.", "Wait a few minutes and try again."),
    NO_REQUEST(
            "Every change for a customer belongs to one of their requests, and you are not working on one.",
            "Choose the request that you are working on, or open one for the customer.");

    private final String code;
    private final String meaning;
    private final String remedy;

    SupportError(String meaning, String remedy) {
        this.code = "support." + name().toLowerCase(Locale.ROOT);
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
