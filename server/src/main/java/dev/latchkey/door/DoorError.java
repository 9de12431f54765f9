package dev.latchkey.door;

import dev.latchkey.shared.ErrorCode;

/** Why a change is refused before it is looked at. */
public enum DoorError implements ErrorCode {
    NOT_THEIRS(
            "rollout.not_theirs",
            "This step belongs to the other side.",
            "Ask them to do it on their page."),
    GONE(
            "door.gone",
            "What you wanted to change no longer exists.",
            "Go back to the overview and look at what is there now.");

    private final String code;
    private final String meaning;
    private final String remedy;

    DoorError(String code, String meaning, String remedy) {
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
