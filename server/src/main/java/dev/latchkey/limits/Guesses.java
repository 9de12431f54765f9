package dev.latchkey.limits;

import dev.latchkey.limits.Counters.Count;
import dev.latchkey.limits.Counters.Counter;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.IpAddress;
import dev.latchkey.shared.Tokens;
import dev.latchkey.turns.Overloaded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * How often somebody may be wrong. Each try is counted before it is looked at, so that many at once get no further, and
 * taken back when it was right.
 *
 * <p>What a stranger does for an address never keeps its person out: beyond the limit of the address, passwords for it
 * are looked at after a delay, and a browser in which the person signed in before has a limit of its own and no delay.
 * Who is refused is the network that was wrong too often, for all addresses, and its known browsers are not.
 */
@Component
public class Guesses {
    private static final Logger LOG = LoggerFactory.getLogger(Guesses.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** So many wrong ones beyond the limit make the delay as long as it gets. */
    private static final int STEPS = 30;

    private static final int DELAYED_IN_ALL = 1_000;

    private final Counters counters;
    private final Devices devices;
    private final LimitSettings settings;
    private final Pause pause;
    private final NetworkTurns turns = new NetworkTurns(PATIENCE);
    private final AtomicInteger delayed = new AtomicInteger();

    @Autowired
    Guesses(Counters counters, Devices devices, LimitSettings settings) {
        this(counters, devices, settings, Thread::sleep);
    }

    Guesses(Counters counters, Devices devices, LimitSettings settings, Pause pause) {
        this.counters = counters;
        this.devices = devices;
        this.settings = settings;
        this.pause = pause;
    }

    /**
     * Looks whether somebody knows the password of an account, unless their network was wrong too often. The same for an
     * address that nobody has. Holds no connection while it waits; the caller should hold none either.
     *
     * @param check looks, and tells the guess what came of it; its result is the result
     */
    public <T> Optional<T> password(
            String purpose, EmailAddress account, Visitor visitor, Function<Guess, T> check) {
        if (devices.known(purpose, account, visitor)) {
            Counter own =
                    Counter.of(deviceKey(purpose, account, visitor), settings.wrongPerAddress());
            if (taken(own)) {
                return Optional.of(looked(List.of(own), check));
            }
        }
        Counter network = network(purpose, visitor.from(), settings.wrongPerNetwork());
        Counter address =
                Counter.of(
                        "wrong|" + purpose + "|address|" + account.key(),
                        settings.wrongPerAddress(),
                        settings.wrongPerAddress() + STEPS);
        return inTurn(purpose, visitor.from(), network, List.of(address), check);
    }

    private static String deviceKey(String purpose, EmailAddress account, Visitor visitor) {
        String token = Objects.requireNonNull(visitor.device()).reveal();
        return "wrong|"
                + purpose
                + "|device|"
                + HexFormat.of().formatHex(Tokens.hash(token))
                + "|"
                + account.key();
    }

    /** Looks whether somebody has a token that can't be guessed; only the wrong ones of a network are bounded. */
    public <T> Optional<T> token(
            String purpose, IpAddress from, int limit, Function<Guess, T> check) {
        return inTurn(purpose, from, network(purpose, from, limit), List.of(), check);
    }

    /** Looks at something that only whoever is signed in already can try. */
    public <T> Optional<T> own(String purpose, String who, Function<Guess, T> check) {
        Counter counter =
                Counter.of("wrong|" + purpose + "|own|" + who, settings.wrongPerAddress());
        return taken(counter) ? Optional.of(looked(List.of(counter), check)) : Optional.empty();
    }

    private static Counter network(String purpose, IpAddress from, int limit) {
        return Counter.of("wrong|" + purpose + "|network|" + from.network(), limit);
    }

    private boolean taken(Counter counter) {
        return counters.take(List.of(counter)).values().stream().allMatch(Count::taken);
    }

    private <T> Optional<T> inTurn(
            String purpose,
            IpAddress from,
            Counter network,
            List<Counter> addresses,
            Function<Guess, T> check) {
        Attempt attempt = new Attempt(network, addresses);
        NetworkTurns.Turn turn = null;
        try {
            turn = turns.take(purpose + "|" + from.network(), attempt::count).orElse(null);
            return turn != null && waited(turn, attempt)
                    ? Optional.of(check.apply(attempt.guess))
                    : Optional.empty();
        } catch (Overloaded e) {
            attempt.guess.unchecked();
            throw e;
        } catch (InterruptedException e) {
            attempt.guess.unchecked();
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            boolean back = turn != null && attempt.guess.givenBack() && giveBack(attempt.taken);
            if (turn != null) {
                turn.end(back);
            }
        }
    }

    /** One try with what was counted for it. */
    private final class Attempt {
        private final Counter network;
        private final List<Counter> addresses;
        private final Guess guess = new Guess();
        private List<Counter> taken = List.of();
        private Duration delay = Duration.ZERO;

        private Attempt(Counter network, List<Counter> addresses) {
            this.network = network;
            this.addresses = addresses;
        }

        /** Counts on all of them; only the network's may say no, and then nothing stays counted. */
        private boolean count() {
            List<Counter> all = new ArrayList<>(addresses);
            all.add(network);
            Map<Long, Count> counts = counters.take(all);
            taken = all.stream().filter(each -> of(counts, each).taken()).toList();
            if (!of(counts, network).taken()) {
                giveBack(taken);
                taken = List.of();
                return false;
            }
            delay =
                    addresses.stream()
                            .map(each -> delay(of(counts, each).level() - each.limit()))
                            .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
            return true;
        }

        private static Count of(Map<Long, Count> counts, Counter counter) {
            return Objects.requireNonNull(counts.get(counter.id()));
        }
    }

    private Duration delay(double beyond) {
        double steps = Math.min(Math.ceil(beyond), STEPS);
        return steps <= 0
                ? Duration.ZERO
                : Duration.ofMillis((long) (settings.longestDelay().toMillis() * steps / STEPS));
    }

    /** False when so many wait that this one may not, too. */
    private boolean waited(NetworkTurns.Turn turn, Attempt attempt) throws InterruptedException {
        if (attempt.delay.isZero()) {
            return true;
        }
        if (!turn.delay()) {
            attempt.guess.unchecked();
            return false;
        }
        try {
            if (delayed.incrementAndGet() > DELAYED_IN_ALL) {
                attempt.guess.unchecked();
                return false;
            }
            pause.of(attempt.delay);
            return true;
        } finally {
            delayed.decrementAndGet();
            turn.delayed();
        }
    }

    private <T> T looked(List<Counter> taken, Function<Guess, T> check) {
        Guess guess = new Guess();
        try {
            return check.apply(guess);
        } catch (Overloaded e) {
            guess.unchecked();
            throw e;
        } finally {
            if (guess.givenBack()) {
                giveBack(taken);
            }
        }
    }

    /** The sign-in stands, whatever becomes of its count. */
    private boolean giveBack(List<Counter> taken) {
        try {
            counters.giveBack(taken);
            return true;
        } catch (DataAccessException e) {
            LOG.warn("A right try stays counted as a wrong one", e);
            return false;
        }
    }
}
