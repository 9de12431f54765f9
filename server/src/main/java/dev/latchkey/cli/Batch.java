package dev.latchkey.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Answers lines with lines, in order, on all processors. Every line has an answer, blank ones too, so line n of what
 * comes out answers line n of what went in. What is ready is written at once, so a script may ask line by line.
 */
final class Batch {
    private static final int LINES_UNDER_WAY = 256;
    private static final Future<Optional<byte[]>> END =
            CompletableFuture.completedFuture(Optional.empty());

    private final LineJudge judge;
    private final BlockingQueue<Future<Optional<byte[]>>> answers =
            new ArrayBlockingQueue<>(LINES_UNDER_WAY);

    Batch(LineJudge judge) {
        this.judge = judge;
    }

    void run(InputStream in, OutputStream out) throws IOException, InterruptedException {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Thread reader = Thread.ofPlatform().daemon().start(() -> read(new Lines(in), workers));
            try {
                write(new BufferedOutputStream(out, 1 << 16));
            } finally {
                reader.interrupt();
                workers.shutdownNow();
            }
        }
    }

    private void read(Lines lines, ExecutorService workers) {
        try {
            try {
                for (Optional<Lines.Line> next = lines.next();
                        next.isPresent();
                        next = lines.next()) {
                    Lines.Line line = next.get();
                    answers.put(workers.submit(() -> Optional.of(judge.answer(line))));
                }
                answers.put(END);
            } catch (IOException e) {
                answers.put(CompletableFuture.failedFuture(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream out) throws IOException, InterruptedException {
        for (Optional<byte[]> answer = next(); answer.isPresent(); answer = next()) {
            out.write(answer.get());
            out.write('\n');
            Future<?> following = answers.peek();
            if (following == null || !following.isDone()) {
                out.flush();
            }
        }
        out.flush();
    }

    /** The next answer, or nothing after the last. */
    private Optional<byte[]> next() throws IOException, InterruptedException {
        try {
            return answers.take().get();
        } catch (ExecutionException e) {
            throw new IOException("the input can't be read on", e.getCause());
        }
    }
}
