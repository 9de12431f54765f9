package dev.latchkey.secretkeys;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The keys as operators see them: names and times, and never a key. */
@Controller
class SecretKeysController {
    private final Node node;
    private final KeyStore store;
    private final KeyRenewal renewal;
    private final Faults faults;

    SecretKeysController(Node node, KeyStore store, KeyRenewal renewal, Faults faults) {
        this.node = node;
        this.store = store;
        this.renewal = renewal;
        this.faults = faults;
    }

    /** What to say about a key in one word. */
    enum State {
        SEALS,
        WAITS,
        READY,
        NEEDED,
        SETTLING,
        RETIRED,
        LOST
    }

    /**
     * A key on the page.
     *
     * @param source where this server has it from, null where it has not
     * @param without the servers that keep it from sealing
     * @param needs how many of what need it
     */
    record Line(
            String id,
            State state,
            Instant since,
            @Nullable String source,
            String without,
            Map<String, Long> needs,
            long renewed,
            @Nullable Instant retiredAt) {}

    @GetMapping("/operator/secret-keys")
    String show(Model model) {
        Map<String, Map<String, Long>> needs = renewal.needs();
        List<KeyStore.Node> nodes = store.nodes();
        List<KeyStore.Known> known = store.known();
        model.addAttribute(
                "keys",
                known.stream()
                        .map(key -> line(key, needs.getOrDefault(key.id(), Map.of()), nodes))
                        .toList());
        model.addAttribute("nodes", nodes);
        model.addAttribute(
                "agreed", nodes.stream().map(KeyStore.Node::wants).distinct().count() < 2);
        model.addAttribute("unknown", unknown(needs.keySet(), known));
        model.addAttribute("faults", faults.all());
        model.addAttribute("vital", faults.vital());
        return "secretkeys/keys";
    }

    /** The names of keys that something needs and that no start has seen. */
    private static Set<String> unknown(Set<String> needed, List<KeyStore.Known> known) {
        Set<String> unknown = new TreeSet<>(needed);
        unknown.removeAll(known.stream().map(KeyStore.Known::id).collect(Collectors.toSet()));
        return unknown;
    }

    private Line line(KeyStore.Known key, Map<String, Long> needs, List<KeyStore.Node> nodes) {
        return new Line(
                key.id(),
                state(key, needs, nodes),
                key.inUseSince() == null ? key.knownSince() : key.inUseSince(),
                node.ring().find(key.id()).map(KeyRing.Entry::source).orElse(null),
                KeyCheck.without(key.id(), nodes),
                needs,
                key.renewed(),
                key.retiredAt());
    }

    private State state(KeyStore.Known key, Map<String, Long> needs, List<KeyStore.Node> nodes) {
        if (nodes.stream().anyMatch(each -> each.sealsWith().equals(key.id()))) {
            return State.SEALS;
        }
        if (nodes.stream().anyMatch(each -> each.wants().equals(key.id()))) {
            return State.WAITS;
        }
        if (key.retiredAt() != null) {
            return State.RETIRED;
        }
        if (node.ring().find(key.id()).isEmpty()) {
            return State.LOST;
        }
        if (key.inUseSince() == null) {
            return State.READY;
        }
        return needs.isEmpty() ? State.SETTLING : State.NEEDED;
    }
}
