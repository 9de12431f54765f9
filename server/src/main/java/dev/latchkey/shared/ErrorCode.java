package dev.latchkey.shared;

/** A reason for a refusal. The code is stable and listed in docs/errors.md. */
public interface ErrorCode {
    String code();

    /** What happened, in one sentence. */
    String meaning();

    /** What to change. */
    String remedy();
}
