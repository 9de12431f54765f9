package dev.latchkey.secretkeys;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Says every few seconds that this node runs, with which keys, and begins to seal with a new key when all hold it. */
@Component
class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Node node;
    private final KeyStore store;
    private final KeyCheck check;
    private volatile Set<String> missing = Set.of();

    Heartbeat(Node node, KeyStore store, KeyCheck check) {
        this.node = node;
        this.store = store;
        this.check = check;
    }

    /** The keys that are in use and that this node does not hold: it has been away while others went on. */
    Set<String> missing() {
        return missing;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void beat() {
        String sealed = node.box().sealingKey();
        String seals = check.locked(this::decide);
        // Only what is committed is known to the others: a node that starts now must hold it.
        node.box().sealWith(seals);
        if (!seals.equals(sealed)) {
            LOG.info(
                    "The secret key '{}' seals from now on, and '{}' opens what it sealed.",
                    seals,
                    sealed);
        }
    }

    private String decide() {
        Set<String> absent = new TreeSet<>();
        store.known().stream()
                .filter(each -> each.needed() && node.ring().find(each.id()).isEmpty())
                .filter(each -> !node.givenUp().contains(each.id()))
                .forEach(each -> absent.add(each.id()));
        if (!absent.isEmpty()) {
            LOG.error(
                    "This server does not have the secret keys {} that the others use. Give it their keys, and start it"
                            + " again.",
                    absent);
        }
        missing = Set.copyOf(absent);
        List<KeyStore.Node> others =
                store.nodes().stream().filter(each -> !each.id().equals(node.id())).toList();
        boolean may = absent.isEmpty() && KeyCheck.heldByAll(node.wants(), others);
        String seals = may ? node.wants() : node.box().sealingKey();
        if (!seals.equals(node.box().sealingKey())) {
            store.use(seals);
        }
        store.enter(node.id(), node.name(), node.ring().ids(), node.wants(), seals);
        return seals;
    }

    /** Tells the others that it goes, if the database still answers; else they notice in a minute. */
    @EventListener(ContextClosedEvent.class)
    void leave() {
        Thread leaving =
                Thread.startVirtualThread(() -> {
                    try {
                        store.leave(node.id());
                    } catch (RuntimeException e) {
                        LOG.debug("It is taken for gone in a minute", e);
                    }
                });
        try {
            leaving.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
