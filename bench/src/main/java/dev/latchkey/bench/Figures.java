package dev.latchkey.bench;

import java.util.Locale;

/** How the figures are printed, for people and for a grep. */
final class Figures {
    private Figures() {}

    @SuppressWarnings("SystemOut") // the figures are the command's result
    static void print(String what, String format, Object... values) {
        System.out.printf(Locale.ROOT, "%-46s " + format + "%n", prepend(what, values));
    }

    private static Object[] prepend(Object first, Object... others) {
        Object[] all = new Object[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    @SuppressWarnings("SystemOut") // whoever waits is told for what
    static void say(String what) {
        System.out.println(what);
    }
}
