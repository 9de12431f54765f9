package dev.latchkey.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures several ways of doing something in short rounds that take turns, in CPU time of the one thread: whatever
 * else the machine does hits each way alike, and the median of the rounds leaves out what hit one of them.
 */
final class Rounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What is measured: it says whether it came out right. */
    interface Way {
        boolean run() throws Exception;
    }

    /** The medians of a way's rounds: microseconds of CPU and bytes allocated, a run. */
    record Cost(double micros, double bytes) {}

    private final int rounds;
    private final long warmUpNanos;
    private final long roundNanos;

    Rounds(int rounds, long warmUpMillis, long roundMillis) {
        this.rounds = rounds;
        this.warmUpNanos = warmUpMillis * 1_000_000;
        this.roundNanos = roundMillis * 1_000_000;
    }

    /** The cost of each way, in their order. */
    List<Cost> of(List<Way> ways) throws Exception {
        int[] repeats = new int[ways.size()];
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < repeats.length; i++) {
                repeats[i] = warmUp(ways.get(i));
            }
        }
        double[][] micros = new double[repeats.length][rounds];
        double[][] bytes = new double[repeats.length][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < repeats.length; i++) {
                Cost cost = once(ways.get(i), repeats[i]);
                micros[i][round] = cost.micros();
                bytes[i][round] = cost.bytes();
            }
        }
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < repeats.length; i++) {
            costs.add(new Cost(median(micros[i]), median(bytes[i])));
        }
        return costs;
    }

    /** Runs until it is warm; says how many runs fill a round. */
    private int warmUp(Way way) throws Exception {
        long begin = THREADS.getCurrentThreadCpuTime();
        long spent = 0;
        int runs = 0;
        while (spent < warmUpNanos) {
            once(way, 10);
            runs += 10;
            spent = THREADS.getCurrentThreadCpuTime() - begin;
        }
        return Math.toIntExact(Math.max(10, runs * roundNanos / spent));
    }

    private static Cost once(Way way, int repeats) throws Exception {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begin = THREADS.getCurrentThreadCpuTime();
        boolean right = true;
        for (int i = 0; i < repeats; i++) {
            right &= way.run();
        }
        long spent = THREADS.getCurrentThreadCpuTime() - begin;
        if (!right) {
            throw new IllegalStateException("a way came out wrong");
        }
        return new Cost(
                spent / 1e3 / repeats,
                (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / repeats);
    }

    static long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
