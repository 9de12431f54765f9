package dev.latchkey.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * The body of a request. Tomcat ends a connection that is silent for some seconds; one that sends a byte now and then
 * would stay for ever, with the memory of its request.
 */
final class PacedInput implements InputBuffer {
    private static final long BYTES_PER_SECOND = 8 * 1024;
    private static final long MOST_DRAINED = 2L * 1024 * 1024;

    private final InputBuffer body;
    private final long length;
    private final IntSupplier patience;
    private final Runnable whenRead;
    private final Pace pace = new Pace(BYTES_PER_SECOND);
    private boolean read;

    /**
     * @param length as the request says it, negative where it doesn't
     * @param patience the seconds for nothing, as they are now
     * @param whenRead to be told once
     */
    PacedInput(InputBuffer body, long length, IntSupplier patience, Runnable whenRead) {
        this.body = body;
        this.length = length;
        this.patience = patience;
        this.whenRead = whenRead;
    }

    InputBuffer body() {
        return body;
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        long start = System.nanoTime();
        int count = body.doRead(handler);
        pace.add(System.nanoTime() - start, count);
        if (count < 0 || (length >= 0 && pace.bytes() >= length)) {
            end();
        } else if (pace.isTooSlow(patience.getAsInt())) {
            throw new TooSlow("the request's body");
        }
        return count;
    }

    @Override
    public int available() {
        return body.available();
    }

    private void end() {
        if (!read) {
            read = true;
            whenRead.run();
        }
    }

    /** Once the request is over, whatever was read of it. */
    void close() {
        end();
    }

    /**
     * Takes what a client still sends though it has its answer, so that it sees it; false where that is too much or too
     * slow to wait for.
     */
    boolean drain() {
        Discarded discarded = new Discarded();
        try {
            while (!read && pace.bytes() < MOST_DRAINED) {
                doRead(discarded);
            }
            return read;
        } catch (IOException e) {
            return false;
        }
    }

    private static final class Discarded implements ApplicationBufferHandler {
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer given) {
            buffer = given;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Nothing is kept.
        }
    }
}
