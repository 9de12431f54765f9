package dev.latchkey.bench;

import dev.latchkey.bench.Rounds.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a message of the largest size costs more for each KB than a small one, in shapes that are meant to. */
final class Scaling {
    private static final int[] SIZES = {6 * 1024, 50 * 1024, 115 * 1024};

    private Scaling() {}

    @SuppressWarnings("SystemOut") // the table is the command's result
    static void print() throws Exception {
        System.out.println();
        System.out.println("Microseconds for each KB of a signed Response that is filled up with:");
        System.out.printf(
                "%-16s %14s %14s %14s %10s%n", "", "small", "middle", "large", "large/small");
        SignedMessages messages = new SignedMessages();
        for (Shape shape : Shape.values()) {
            print(shape, messages);
        }
    }

    @SuppressWarnings("SystemOut") // the table is the command's result
    private static void print(Shape shape, SignedMessages messages) throws Exception {
        List<Rounds.Way> ways = new ArrayList<>();
        double[] kilobytes = new double[SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
            JudgeContest contest = new JudgeContest(messages, shape.fill(SIZES[i]));
            kilobytes[i] = contest.messageBytes() / 1024.0;
            ways.add(contest::ours);
        }
        List<Cost> costs = new Rounds(5, 300, 40).of(ways);
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < SIZES.length; i++) {
            row.append(
                    String.format(
                            Locale.ROOT,
                            " %6.2f (%4.0f)",
                            costs.get(i).micros() / kilobytes[i],
                            kilobytes[i]));
        }
        double ratio =
                costs.get(2).micros() / kilobytes[2] / (costs.get(0).micros() / kilobytes[0]);
        System.out.printf(Locale.ROOT, "%-16s%s %10.2f%n", shape, row, ratio);
    }
}
