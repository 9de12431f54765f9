package dev.latchkey.cli;

/** Starts the server and returns once it serves; it keeps running in its own threads. */
@FunctionalInterface
public interface ServerStart {
    /** The status of a command that left a running server behind: the process must not exit. */
    int RUNNING = -1;

    /** Starts it; with {@code demo} the sample data and the demo IdP come with it. */
    void start(boolean demo);
}
