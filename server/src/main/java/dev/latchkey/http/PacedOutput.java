package dev.latchkey.http;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;

/** The body of an answer, which a client may not take by the drop. */
final class PacedOutput implements OutputBuffer {
    private static final long BYTES_PER_SECOND = 4 * 1024;
    private static final int PIECE = 16 * 1024;

    /** Tomcat lets one be set, and not be asked for. */
    private static final VarHandle PRESENT = present();

    private final OutputBuffer body;
    private final int patience;
    private final Pace pace = new Pace(BYTES_PER_SECOND);

    private PacedOutput(OutputBuffer body, int patience) {
        this.body = body;
        this.patience = patience;
    }

    /** Puts itself in front of what is there; {@link #leave} puts that back. */
    static PacedOutput before(Response response, int patience) {
        PacedOutput paced = new PacedOutput((OutputBuffer) PRESENT.get(response), patience);
        response.setOutputBuffer(paced);
        return paced;
    }

    void leave(Response response) {
        response.setOutputBuffer(body);
    }

    private static VarHandle present() {
        try {
            return MethodHandles.privateLookupIn(Response.class, MethodHandles.lookup())
                    .findVarHandle(Response.class, "outputBuffer", OutputBuffer.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Tomcat's answers can't be paced", e);
        }
    }

    @Override
    public int doWrite(ByteBuffer chunk) throws IOException {
        int all = chunk.remaining();
        int end = chunk.limit();
        while (chunk.hasRemaining()) {
            chunk.limit(Math.min(end, chunk.position() + PIECE));
            int size = chunk.remaining();
            int behind = chunk.limit();
            long start = System.nanoTime();
            body.doWrite(chunk);
            // Where an answer has no body (HEAD, 204, 304) Tomcat takes the piece and leaves the
            // position as it was.
            chunk.position(behind);
            pace.add(System.nanoTime() - start, size);
            if (pace.isTooSlow(patience)) {
                throw new TooSlow("an answer");
            }
            chunk.limit(end);
        }
        return all;
    }

    @Override
    public long getBytesWritten() {
        return body.getBytesWritten();
    }
}
