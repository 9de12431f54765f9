package dev.latchkey.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** How many runs a second one thread and all cores do, in rounds that take turns. */
final class Throughput {
    private static final long ROUND_NANOS = 500_000_000;
    private static final int ROUNDS = 7;

    private Throughput() {}

    /** Runs a second, and microseconds of CPU a run, which tell more where others keep the cores busy. */
    record Rate(double runs, double micros) {}

    /** By one thread, and by as many as there are cores. */
    record Rates(Rate one, Rate all, int cores) {}

    static Rates of(Rounds.Way way) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Rate> one = new ArrayList<>();
        List<Rate> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
            for (int round = 0; round < ROUNDS; round++) {
                one.add(rate(threads, 1, way));
                all.add(rate(threads, cores, way));
            }
        }
        return new Rates(median(one), median(all), cores);
    }

    private static Rate median(List<Rate> rates) {
        return new Rate(
                Rounds.median(rates.stream().mapToDouble(Rate::runs).toArray()),
                Rounds.median(rates.stream().mapToDouble(Rate::micros).toArray()));
    }

    private static Rate rate(ExecutorService threads, int workers, Rounds.Way way)
            throws Exception {
        long end = System.nanoTime() + ROUND_NANOS;
        AtomicLong cpu = new AtomicLong();
        Callable<Long> worker =
                () -> {
                    long begin = Rounds.cpuNanos();
                    long runs = 0;
                    while (System.nanoTime() < end) {
                        way.run();
                        runs++;
                    }
                    cpu.addAndGet(Rounds.cpuNanos() - begin);
                    return runs;
                };
        List<Future<Long>> started = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            started.add(threads.submit(worker));
        }
        long runs = 0;
        for (Future<Long> each : started) {
            runs += each.get();
        }
        return new Rate(runs * 1e9 / ROUND_NANOS, cpu.get() / 1e3 / runs);
    }
}
