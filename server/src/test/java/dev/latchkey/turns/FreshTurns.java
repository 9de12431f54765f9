package dev.latchkey.turns;

/** Turns that nobody else takes, for a test without a server. */
public final class FreshTurns {
    private FreshTurns() {}

    public static HeavyWork heavyWork() {
        return new HeavyWork();
    }
}
