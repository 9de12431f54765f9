package dev.latchkey.http;

/**
 * Ends the process where it could only live on deaf: out of memory, or without the threads that take connections. What
 * keeps it running starts it again; a process that is there and answers nobody would stay.
 */
public final class LastResort {
    private static final int STATUS = 3;

    private LastResort() {}

    /** From now on, for every thread that ends by something that nobody caught. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler(LastResort::ended);
    }

    @SuppressWarnings("SystemOut") // nothing else may need memory
    private static void ended(Thread thread, Throwable failure) {
        boolean fatal = isFatal(thread.getName(), failure);
        try {
            System.err.println("A thread ended: " + thread.getName());
            failure.printStackTrace();
            if (fatal) {
                System.err.println("Latchkey can't go on without it and ends.");
            }
        } finally {
            if (fatal) {
                Runtime.getRuntime().halt(STATUS);
            }
        }
    }

    static boolean isFatal(String thread, Throwable failure) {
        return failure instanceof OutOfMemoryError
                || failure instanceof InternalError
                || thread.endsWith("-Acceptor")
                || thread.endsWith("-Poller");
    }
}
