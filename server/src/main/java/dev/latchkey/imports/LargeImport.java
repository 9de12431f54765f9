package dev.latchkey.imports;

import java.time.Instant;
import java.util.List;

/**
 * An import that a job carries out in batches.
 *
 * @param lines of the file
 * @param batches into which they are divided
 * @param nextBatch the first that the job has not done, in what {@code state} says
 * @param linesDone in the batches before it
 * @param foreseen what its page says would happen
 * @param made what happened so far
 */
record LargeImport(
        ImportStore.Key key,
        State state,
        List<String> ignored,
        int lines,
        int batches,
        int nextBatch,
        int linesDone,
        Instant uploadedAt,
        Foreseen foreseen,
        Made made) {
    LargeImport {
        ignored = List.copyOf(ignored);
    }

    /** Where it stands. */
    enum State {
        /** Its lines are being compared with the directory. */
        JUDGING,
        /** A person looks at what it would do. */
        READY,
        /** Users are made. */
        RUNNING,
        /** A person ended it before its end. */
        STOPPED,
        DONE
    }

    /** How many lines would make a user, name one who is there, or are refused. */
    record Foreseen(int newcomers, int present, int refused) {}

    /**
     * How many users were made, how many of them are admins, and of how many lines no user was made though its page
     * said so.
     */
    record Made(int created, int admins, int leftOut) {}

    /** As a list of them says it. */
    public String words() {
        return switch (state) {
            case JUDGING -> "is looked through";
            case READY -> "waits for you";
            case RUNNING -> "is carried out";
            case STOPPED -> "was stopped";
            case DONE -> "is done";
        };
    }

    /** Whether the job has something to do. */
    public boolean working() {
        return state == State.JUDGING || state == State.RUNNING;
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    boolean ready() {
        return state == State.READY;
    }

    /** Where a person stopped it: lines that were to make a user and were not reached. */
    int notReached() {
        return foreseen.newcomers() - made.created() - made.leftOut();
    }
}
