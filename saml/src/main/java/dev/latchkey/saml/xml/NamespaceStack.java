package dev.latchkey.saml.xml;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The namespace declarations in force in the canonical output. Few are looked through; for many there is a map, so that
 * a document with a thousand prefixes costs no more for each.
 */
final class NamespaceStack {
    private static final int FEW = 16;

    private String[] prefixes = new String[FEW];
    private String[] uris = new String[FEW];

    /** Where the same prefix was declared before, or -1; kept once there are many. */
    private int[] before = new int[FEW];

    private int count;
    private @Nullable Map<String, Integer> nearest;

    int count() {
        return count;
    }

    String prefix(int at) {
        return prefixes[at];
    }

    String uri(int at) {
        return uris[at];
    }

    /** Where this prefix was declared nearest, or -1. */
    int find(String prefix) {
        if (nearest != null) {
            return nearest.getOrDefault(prefix, -1);
        }
        for (int i = count - 1; i >= 0; i--) {
            if (prefixes[i].equals(prefix)) {
                return i;
            }
        }
        return -1;
    }

    void push(String prefix, String uri) {
        if (count == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, 2 * count);
            uris = Arrays.copyOf(uris, 2 * count);
            before = Arrays.copyOf(before, 2 * count);
        }
        prefixes[count] = prefix;
        uris[count] = uri;
        count++;
        if (nearest != null) {
            note(nearest, count - 1);
        } else if (count > FEW) {
            nearest = new HashMap<>();
            for (int i = 0; i < count; i++) {
                note(nearest, i);
            }
        }
    }

    private void note(Map<String, Integer> map, int at) {
        Integer earlier = map.put(prefixes[at], at);
        before[at] = earlier == null ? -1 : earlier;
    }

    /** Forgets all but the first so many. */
    void popTo(int mark) {
        if (nearest != null) {
            for (int i = count - 1; i >= mark; i--) {
                if (before[i] < 0) {
                    nearest.remove(prefixes[i]);
                } else {
                    nearest.put(prefixes[i], before[i]);
                }
            }
        }
        count = mark;
        if (mark == 0) {
            nearest = null;
        }
    }

    /** Sorts those from {@code first} on by prefix; each prefix is there once among them. */
    void sort(int first) {
        for (int i = first + 1; i < count; i++) {
            for (int j = i; j > first && prefixes[j].compareTo(prefixes[j - 1]) < 0; j--) {
                swap(j, j - 1);
            }
        }
    }

    private void swap(int i, int j) {
        String prefix = prefixes[i];
        String uri = uris[i];
        int earlier = before[i];
        prefixes[i] = prefixes[j];
        uris[i] = uris[j];
        before[i] = before[j];
        prefixes[j] = prefix;
        uris[j] = uri;
        before[j] = earlier;
        if (nearest != null) {
            nearest.put(prefixes[i], i);
            nearest.put(prefixes[j], j);
        }
    }
}
