package dev.latchkey.http;

import dev.latchkey.shared.Causes;
import java.net.SocketTimeoutException;

/** A client sends or takes its bytes so slowly that its connection is ended. */
public final class TooSlow extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    TooSlow(String what) {
        super(what);
    }

    /** One of a hundred at once: where it comes from is known. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** Whether it is what this failure came from. */
    public static boolean isCauseOf(Throwable failure) {
        return Causes.any(failure, TooSlow.class::isInstance);
    }
}
