package dev.latchkey.cli;

/** How commands end, all alike (docs/operations.md, Commands). */
final class ExitStatus {
    /** What was asked for was done, and nothing was refused. */
    static final int GOOD = 0;

    /** The command itself failed: a fault of ours or of the machine. */
    static final int FAILED = 1;

    /** The arguments can't be used, or what was given is not what the command takes. */
    static final int UNUSABLE = 2;

    /** It was read and judged, and the answer is no. */
    static final int REFUSED = 3;

    private ExitStatus() {}
}
