package dev.latchkey.bench;

import java.nio.file.Path;

/**
 * {@code ./latchkey bench}: what a judgement costs beside others and beside the floor, and how it grows; {@code bench
 * logins [N]} measures whole logins, N of them after half as many to warm up; {@code bench rollout [N] [M]} leads N
 * users of one organization through a rollout, among M in all; {@code bench storm} says what sign-ins notice of others who
 * take more than their share.
 */
public final class Main {
    private static final int ROUNDS = 15;
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
        } else if (args[0].equals("storm") && args.length == 1) {
            Storm.run(Path.of(System.getProperty("latchkey.jar")));
        } else {
            System.err.println("There is no benchmark '" + String.join(" ", args) + "'.");
            System.exit(2);
        }
    }

    private static void core() throws Exception {
        CoreFigures.head();
        for (String provider : Providers.usable()) {
            Providers.install(provider);
            new CoreFigures(new Rounds(ROUNDS, 1_000, 60)).print(provider);
        }
        Scaling.print();
    }
}
