package dev.latchkey.limits;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * What this node has in hand of each network. A few guesses of a network are looked at together and the others wait
 * their turn. So a guess that is being looked at, and counted until it turns out right, does not make the limit look
 * reached for the people of a large office who all come at nine.
 */
final class NetworkTurns {
    /** More would only wait for a processor, and take the places of other networks in that queue. */
    static final int AT_ONCE = 8;

    /** Of one network; whoever comes then is told that there were too many. */
    static final int WAITING = 1_000;

    static final int DELAYED = 4;

    private final ConcurrentHashMap<String, Network> networks = new ConcurrentHashMap<>();
    private final Duration patience;

    NetworkTurns(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits for a turn and counts; nothing when the count stays refused. Where others of the network are in hand, a full
     * count may be theirs and given back: then it is waited for.
     *
     * @param count whether it was counted
     */
    Optional<Turn> take(String network, BooleanSupplier count) throws InterruptedException {
        Network mine = enter(network);
        boolean granted = false;
        try {
            granted = mine.granted(count, System.nanoTime() + patience.toNanos());
        } finally {
            if (!granted) {
                exit(network);
            }
        }
        return granted ? Optional.of(new Turn(network, mine)) : Optional.empty();
    }

    private Network enter(String network) {
        return networks.compute(
                network,
                (key, found) -> {
                    Network entered = found == null ? new Network() : found;
                    entered.users++;
                    return entered;
                });
    }

    private void exit(String network) {
        networks.computeIfPresent(network, (key, found) -> --found.users == 0 ? null : found);
    }

    /** How many networks have something in hand. */
    int size() {
        return networks.size();
    }

    /** One guess in hand. It must end. */
    final class Turn {
        private final String name;
        private final Network network;

        private Turn(String name, Network network) {
            this.name = name;
            this.network = network;
        }

        /** Whether it may wait for its delay: few of a network do at once. */
        boolean delay() {
            return network.delay();
        }

        void delayed() {
            network.delayed();
        }

        /**
         * @param gaveBack whether its count was given back
         */
        void end(boolean gaveBack) {
            network.leave(gaveBack);
            exit(name);
        }
    }

    private static final class Network {
        /** Guarded by the map. */
        private int users;

        private int waiting;
        private int counting;
        private int granted;
        private int delayed;
        private long givenBack;

        boolean granted(BooleanSupplier count, long end) throws InterruptedException {
            boolean again;
            do {
                if (!turn(end)) {
                    return false;
                }
                long before = givenBack();
                boolean counted = false;
                try {
                    counted = count.getAsBoolean();
                } finally {
                    counted(counted);
                }
                if (counted) {
                    return true;
                }
                again = anyGivenBack(before, end);
            } while (again);
            return false;
        }

        private synchronized boolean turn(long end) throws InterruptedException {
            if (counting + granted >= AT_ONCE && waiting >= WAITING) {
                return false;
            }
            waiting++;
            try {
                while (counting + granted >= AT_ONCE) {
                    if (!await(end)) {
                        return false;
                    }
                }
                counting++;
                return true;
            } finally {
                waiting--;
            }
        }

        private synchronized long givenBack() {
            return givenBack;
        }

        private synchronized void counted(boolean counted) {
            counting--;
            granted += counted ? 1 : 0;
            notifyAll();
        }

        /**
         * Waits for one of those in hand to give its count back; false when none is left that could. One that is still
         * counting may have been counted, and does not know it yet.
         */
        private synchronized boolean anyGivenBack(long before, long end)
                throws InterruptedException {
            if (waiting >= WAITING) {
                return false;
            }
            waiting++;
            try {
                while (givenBack == before && counting + granted > 0) {
                    if (!await(end)) {
                        return false;
                    }
                }
                return givenBack != before;
            } finally {
                waiting--;
            }
        }

        /** False when the patience is at its end. */
        @SuppressWarnings("WaitNotInLoop") // whoever calls it does so in one
        private boolean await(long end) throws InterruptedException {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
            return true;
        }

        private synchronized boolean delay() {
            if (delayed >= DELAYED) {
                return false;
            }
            delayed++;
            return true;
        }

        private synchronized void delayed() {
            delayed--;
        }

        private synchronized void leave(boolean gaveBack) {
            granted--;
            givenBack += gaveBack ? 1 : 0;
            notifyAll();
        }
    }
}
