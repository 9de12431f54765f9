package dev.latchkey.bench;

import dev.latchkey.bench.JudgeContest.Placement;
import dev.latchkey.bench.Rounds.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a judgement costs, beside Santuario and the floor, with the provider of cryptography that is installed. */
final class CoreFigures {
    private static final int WAYS = 4;
    private static final int DIFFERENT = 1_000;

    private final Rounds rounds;

    CoreFigures(Rounds rounds) {
        this.rounds = rounds;
    }

    @SuppressWarnings("SystemOut") // the table is the command's result
    void print(String provider) throws Exception {
        SignedMessages messages = new SignedMessages();
        List<Rounds.Way> ways = new ArrayList<>();
        for (Placement placement : Placement.values()) {
            JudgeContest contest = new JudgeContest(messages, placement).proven();
            ways.addAll(
                    List.of(contest::ours, contest::santuario, contest::openSaml, contest::floor));
        }
        JudgeContest different = new JudgeContest(messages, DIFFERENT).proven();
        ways.addAll(
                List.of(
                        different::ours,
                        different::santuario,
                        different::openSaml,
                        different::floor));
        List<Cost> costs = rounds.of(ways);
        for (Placement placement : Placement.values()) {
            int at = placement.ordinal() * WAYS;
            row(provider + ", " + placement, costs.subList(at, at + WAYS));
        }
        int last = ways.size() - WAYS;
        row(provider + ", " + DIFFERENT, costs.subList(last, ways.size()));
        throughput(provider, ways.get(last));
    }

    @SuppressWarnings("SystemOut") // the table is the command's result
    private static void row(String name, List<Cost> costs) {
        double floor = costs.getLast().micros();
        System.out.printf(
                Locale.ROOT,
                "%-16s %8.1f %10.1f %9.1f %7.1f %11.2f %10.2f %9.2f %8.1f %10.1f %9.1f%n",
                name,
                costs.get(0).micros(),
                costs.get(1).micros(),
                costs.get(2).micros(),
                floor,
                costs.get(0).micros() / floor,
                costs.get(1).micros() / floor,
                costs.get(2).micros() / floor,
                costs.get(0).bytes() / 1024,
                costs.get(1).bytes() / 1024,
                costs.get(2).bytes() / 1024);
    }

    @SuppressWarnings("SystemOut") // the table is the command's result
    private static void throughput(String provider, Rounds.Way ours) throws Exception {
        Throughput.Rates rates = Throughput.of(ours);
        System.out.printf(
                Locale.ROOT,
                "%s: by one thread %.0f judgements a second, each %.1f µs of CPU;"
                        + " by %d threads %.0f, each %.1f µs%n",
                provider,
                rates.one().runs(),
                rates.one().micros(),
                rates.cores(),
                rates.all().runs(),
                rates.all().micros());
    }

    @SuppressWarnings("SystemOut") // the table is the command's result
    static void head() {
        System.out.printf(
                "%-16s %38s %33s %30s%n",
                "", "CPU microseconds a message", "times the floor", "KB allocated a message");
        System.out.printf(
                "%-16s %8s %10s %9s %7s %11s %10s %9s %8s %10s %9s%n",
                "provider, signed",
                "ours",
                "Santuario",
                "OpenSAML",
                "floor",
                "ours",
                "Santuario",
                "OpenSAML",
                "ours",
                "Santuario",
                "OpenSAML");
    }
}
