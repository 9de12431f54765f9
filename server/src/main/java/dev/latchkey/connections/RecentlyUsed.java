package dev.latchkey.connections;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up to so many values. Where one more comes, one goes that nobody has asked for since it was last its turn to go
 * ("second chance"), so what is in use stays. Asking takes no lock, and writes only the first time after such a turn.
 */
final class RecentlyUsed<K, V> {
    private final int most;
    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Queue<K> turns = new ConcurrentLinkedQueue<>();

    RecentlyUsed(int most) {
        this.most = most;
    }

    private static final class Entry<V> {
        private final V value;
        private volatile boolean asked;

        Entry(V value, boolean asked) {
            this.value = value;
            this.asked = asked;
        }
    }

    @Nullable V get(K key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (!entry.asked) {
            entry.asked = true;
        }
        return entry.value;
    }

    /** @param better which of two values for one key to keep */
    void keep(K key, V value, BinaryOperator<V> better) {
        boolean[] isNew = {false};
        entries.compute(key, (same, known) -> {
            isNew[0] = known == null;
            return known == null
                    ? new Entry<>(value, false)
                    : new Entry<>(better.apply(known.value, value), known.asked);
        });
        if (isNew[0]) {
            turns.add(key);
            makeRoom();
        }
    }

    /** In one round after another, but not for ever: those who ask may be as fast as this. */
    private synchronized void makeRoom() {
        int chances = most;
        while (entries.size() > most) {
            K key = turns.poll();
            if (key == null) {
                return;
            }
            Entry<V> entry = entries.get(key);
            if (entry != null && entry.asked && chances-- > 0) {
                entry.asked = false;
                turns.add(key);
            } else {
                entries.remove(key);
            }
        }
    }

    int size() {
        return entries.size();
    }
}
