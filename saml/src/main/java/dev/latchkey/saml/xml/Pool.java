package dev.latchkey.saml.xml;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Things that are dear to make and serve one user at a time, kept for the next. Threads may be virtual and many, so
 * the things belong to places and not to threads: who finds a place empty makes one, and the places bound what is kept.
 */
public final class Pool<T> {
    private static final int PLACES =
            Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());

    /** Places lie apart, so that two cores do not write to one cache line. */
    private static final int APART = 16;

    private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>(PLACES * APART);
    private final Supplier<T> maker;

    public Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    public T take() {
        T spare = places.getAndSet(place(), null);
        return spare == null ? maker.get() : spare;
    }

    /** Keeps one that nobody uses any more. */
    public void keep(T spare) {
        places.set(place(), spare);
    }

    private static int place() {
        return (int) (Thread.currentThread().threadId() & (PLACES - 1)) * APART;
    }
}
