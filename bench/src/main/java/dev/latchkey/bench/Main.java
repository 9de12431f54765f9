package dev.latchkey.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * {@code ./latchkey bench}: runs the core's benchmarks and prints them with their ratio to the floor; {@code bench
 * logins [N]} measures whole logins, N of them after half as many to warm up; {@code bench rollout [N] [M]} leads N
 * users of one organization through a rollout, among M in all.
 */
public final class Main {
    private static final int ROUNDS = 2;
    private static final int LOGINS = 20_000;
    private static final long IN_ONE = 1_000_000;

    private Main() {}

    @SuppressWarnings("SystemOut") // the messages are for who calls it
    public static void main(String[] args) throws Exception {
        if (args.length == 0) {
            core();
        } else if (args[0].equals("logins") && args.length <= 2) {
            int count = args.length == 2 ? Integer.parseInt(args[1]) : LOGINS;
            new Logins(count / 2, count, Path.of(System.getProperty("latchkey.jar"))).run();
        } else if (args[0].equals("rollout") && args.length <= 3) {
            long one = args.length > 1 ? Long.parseLong(args[1]) : IN_ONE;
            long all = args.length > 2 ? Long.parseLong(args[2]) : 10 * one;
            new Rollouts(one, all, Path.of(System.getProperty("latchkey.jar"))).run();
        } else {
            System.err.println("There is no benchmark '" + String.join(" ", args) + "'.");
            System.exit(2);
        }
    }

    private static void core() throws RunnerException {
        String[] providers =
                Providers.correttoLoads()
                        ? new String[] {Providers.JDK, Providers.CORRETTO}
                        : new String[] {Providers.JDK};
        // In rounds, so that whatever else the machine does hits each way alike.
        List<RunResult> results = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            results.addAll(new Runner(options(providers)).run());
        }
        print(results);
    }

    private static Options options(String[] providers) {
        return new OptionsBuilder()
                .include(JudgeBenchmark.class.getName())
                .param("provider", providers)
                .forks(1)
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED")
                .build();
    }

    @SuppressWarnings("SystemOut") // the table is this command's result
    private static void print(List<RunResult> results) {
        Map<String, List<RunResult>> rows =
                results.stream()
                        .collect(
                                Collectors.groupingBy(
                                        result -> variant(result) + " " + name(result),
                                        TreeMap::new,
                                        Collectors.toList()));
        System.out.println();
        System.out.println("provider/signed way          µs/message   × floor   bytes/message");
        rows.forEach((row, rounds) -> {
            RunResult one = rounds.getFirst();
            List<RunResult> floor = rows.getOrDefault(variant(one) + " floor", List.of());
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %10.1f %9.2f %15.0f%n",
                    row,
                    time(rounds),
                    time(rounds) / time(floor),
                    one.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        });
    }

    /** The mean of the rounds, in microseconds. */
    private static double time(List<RunResult> rounds) {
        return rounds.stream()
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .average()
                .orElse(Double.NaN);
    }

    private static String name(RunResult result) {
        return result.getPrimaryResult().getLabel();
    }

    private static String variant(RunResult result) {
        return result.getParams().getParam("provider")
                + "/"
                + result.getParams().getParam("signed");
    }
}
