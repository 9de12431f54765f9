package dev.latchkey.secretkeys;

import dev.latchkey.secrets.MasterKey;
import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.secrets.SecretBox;
import dev.latchkey.shared.CannotStart;
import dev.latchkey.shared.Result;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Holds the keys of a node against the database before anything else may use them. Everything is looked at and written
 * under one lock: of two nodes that start at once, the second finds what the first has decided.
 */
final class KeyCheck {
    private static final Logger LOG = LoggerFactory.getLogger(KeyCheck.class);
    private static final int SAMPLE = 32;

    private final KeyStore store;
    private final SealedValues values;
    private final TransactionTemplate transaction;

    KeyCheck(KeyStore store, SealedValues values, TransactionTemplate transaction) {
        this.store = store;
        this.values = values;
        this.transaction = transaction;
    }

    /**
     * Lets a node in with its keys; throws CannotStart where they are not this database's.
     *
     * @param given what the setting says; null or blank for none
     * @param lost the names of keys that are not asked for
     */
    Node enter(@Nullable String given, KeyFile file, Set<String> lost, String name) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    store.lock();
                    return new Entry(file, lost, name).enter(given);
                }));
    }

    /** One node's start, under the lock. */
    private final class Entry {
        private final KeyFile file;
        private final Set<String> lost;
        private final String name;
        private final Map<String, KeyStore.Known> known = new LinkedHashMap<>();
        private final Set<String> needed = new TreeSet<>();

        Entry(KeyFile file, Set<String> lost, String name) {
            this.file = file;
            this.lost = lost;
            this.name = name;
            store.known().forEach(each -> known.put(each.id(), each));
            known.values().stream()
                    .filter(KeyStore.Known::needed)
                    .forEach(each -> needed.add(each.id()));
            // A value without the name of a key is damaged, and no key is missing for it.
            values.keyNames().stream().filter(MasterKey::isId).forEach(needed::add);
        }

        Node enter(@Nullable String given) {
            KeyRing kept = file.read();
            boolean none = given == null || given.isBlank();
            KeyRing ring =
                    none
                            ? kept
                            : KeyRing.parse(Objects.requireNonNull(given), "LATCHKEY_SECRET_KEYS")
                                    .and(kept);
            if (ring.isEmpty()) {
                Optional<String> earlier =
                        Stream.concat(needed.stream(), known.keySet().stream())
                                .min(Comparator.comparing((String id) -> lost.contains(id)));
                if (earlier.isPresent()) {
                    throw missing(
                            earlier.get(),
                            " There is no secret key here at all, and none was made, as it would"
                                    + " not open them.");
                }
                ring = file.generate();
            }
            ring.entries().forEach(this::compare);
            KeyRing all = ring;
            needed.stream()
                    .filter(id -> all.find(id).isEmpty() && !lost.contains(id))
                    .findFirst()
                    .ifPresent(id -> {
                        throw missing(id, "");
                    });
            lost.stream()
                    .filter(id -> all.find(id).isEmpty())
                    .forEach(id ->
                            LOG.warn(
                                    "The secret key '{}' is given up: what it sealed stays shut.",
                                    id));
            if (!none) {
                tellOfTheFile(kept, all);
            }
            return admitted(all);
        }

        /** The check value tells; a database from before there were any is tried with what was sealed. */
        private void compare(KeyRing.Entry entry) {
            MasterKey key = entry.key();
            KeyStore.Known before = known.get(key.id());
            boolean same =
                    before == null
                            ? opens(key)
                            : MessageDigest.isEqual(before.checkValue(), key.checkValue());
            if (!same) {
                throw new CannotStart(
                        "The secret key '"
                                + key.id()
                                + "' in "
                                + entry.source()
                                + " is not the one of that name that this database was sealed with."
                                + lastSeen(before),
                        "Give this server the key of the others, with LATCHKEY_SECRET_KEYS. A new key"
                                + " needs a name that was never used here.",
                        null);
            }
        }

        /** Whether the key opens anything of what says that it was sealed with it, or nothing does. */
        private boolean opens(MasterKey key) {
            SecretBox trial = new SecretBox(List.of(key), key.id(), List.of(), Set.of());
            List<SealedValues.Value> sample =
                    values.columns().stream()
                            .flatMap((SealedColumn column) ->
                                    values.sample(column, key.id(), SAMPLE).stream())
                            .toList();
            return sample.isEmpty()
                    || sample.stream()
                            .anyMatch(each -> trial.open(each.sealed()) instanceof Result.Ok);
        }

        private CannotStart missing(String id, String more) {
            return new CannotStart(
                    "This database holds what was sealed with the secret key '"
                            + id
                            + "', and this server does not have that key."
                            + lastSeen(known.get(id))
                            + more,
                    "Put it behind the others in LATCHKEY_SECRET_KEYS, or bring back "
                            + file.name()
                            + " that it was in. If nobody has it any more,"
                            + " LATCHKEY_LOST_SECRET_KEYS="
                            + id
                            + " starts without it, and what it sealed is lost.",
                    null);
        }

        private String lastSeen(KeyStore.@Nullable Known before) {
            return before == null
                    ? ""
                    : " It was last seen on "
                            + before.lastSeenOn()
                            + ", "
                            + before.lastSeenAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                            + ".";
        }

        /** Who began with the generated key and gives others now is told that it still is needed, or no more. */
        private void tellOfTheFile(KeyRing kept, KeyRing all) {
            for (KeyRing.Entry entry : kept.entries()) {
                String id = entry.key().id();
                boolean given =
                        all.find(id)
                                .filter(each -> !each.source().equals(entry.source()))
                                .isPresent();
                if (!given && needed.contains(id)) {
                    LOG.warn(
                            "The key '{}' in {} opens what it sealed until that is sealed again. The page Secret keys"
                                    + " says when the file may go.",
                            id,
                            file.name());
                } else if (!given && isRetired(id)) {
                    LOG.info("Nothing needs the key '{}' in {} any more.", id, file.name());
                }
            }
        }

        private boolean isNeeded(String id) {
            KeyStore.Known before = known.get(id);
            return before != null && before.needed();
        }

        private boolean isRetired(String id) {
            KeyStore.Known before = known.get(id);
            return before != null && before.retiredAt() != null;
        }

        private Node admitted(KeyRing ring) {
            ring.keys().forEach(key -> store.see(key, name));
            // What was sealed before there were check values is in use, whoever starts first.
            needed.stream()
                    .filter(id -> ring.find(id).isPresent())
                    .filter(id -> !isNeeded(id))
                    .forEach(store::use);
            String wanted = ring.keys().getFirst().id();
            List<KeyStore.Node> others = store.nodes();
            String seals =
                    heldByAll(wanted, others)
                            ? wanted
                            : inUse(ring, others).orElseThrow(() -> alone(others));
            store.use(seals);
            Node node =
                    new Node(
                            ring,
                            wanted,
                            lost,
                            name,
                            new SecretBox(ring.keys(), seals, values.columns(), lost));
            store.enter(node.id(), name, ring.ids(), wanted, seals);
            if (!seals.equals(wanted)) {
                LOG.warn(
                        "The key '{}' does not seal yet: {} runs without it. '{}' seals until then.",
                        wanted,
                        without(wanted, others),
                        seals);
            }
            return node;
        }

        /** A key that all hold already: the one that the others seal with, or the one that came last. */
        private Optional<String> inUse(KeyRing ring, List<KeyStore.Node> others) {
            return others.stream()
                    .map(KeyStore.Node::sealsWith)
                    .filter(id -> ring.find(id).isPresent() && heldByAll(id, others))
                    .findFirst();
        }

        private CannotStart alone(List<KeyStore.Node> others) {
            return new CannotStart(
                    "Another server runs on this database with other secret keys: "
                            + others.stream()
                                    .map(KeyStore.Node::name)
                                    .collect(Collectors.joining(", "))
                            + ".",
                    "Give all servers the same keys. If that one was stopped just now, wait a minute"
                            + " and start again.",
                    null);
        }
    }

    static boolean heldByAll(String key, List<KeyStore.Node> nodes) {
        return nodes.stream().allMatch(each -> each.keys().contains(key));
    }

    static String without(String key, List<KeyStore.Node> nodes) {
        return nodes.stream()
                .filter(each -> !each.keys().contains(key))
                .map(KeyStore.Node::name)
                .collect(Collectors.joining(", "));
    }

    /** Runs something under the lock of the keys. */
    <T> T locked(Supplier<T> work) {
        return Objects.requireNonNull(
                transaction.execute(status -> {
                    store.lock();
                    return work.get();
                }));
    }
}
