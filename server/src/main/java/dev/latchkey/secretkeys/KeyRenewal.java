package dev.latchkey.secretkeys;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.secrets.KeyedThings;
import dev.latchkey.secrets.SealedColumn;
import dev.latchkey.secrets.SecretBox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Seals again with the current key whatever needs an older one, and notes when nothing needs the old one any more. */
@Component
class KeyRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRenewal.class);

    private final Node node;
    private final SecretBox box;
    private final KeyStore store;
    private final KeyCheck check;
    private final Faults faults;
    private final Audit audit;
    private final List<KeyedThings> things;

    KeyRenewal(
            Node node,
            KeyStore store,
            KeyCheck check,
            SealedValues values,
            Faults faults,
            Audit audit,
            TransactionTemplate transaction,
            List<KeyedThings> others) {
        this.node = node;
        this.box = node.box();
        this.store = store;
        this.check = check;
        this.faults = faults;
        this.audit = audit;
        this.things =
                Stream.concat(
                                values.columns().stream()
                                        .map((SealedColumn column) ->
                                                (KeyedThings)
                                                        new SealedColumnThings(
                                                                column,
                                                                values,
                                                                faults,
                                                                box,
                                                                transaction)),
                                others.stream())
                        .toList();
    }

    /** How many of what need which key: by the key's name, then by what they are. */
    Map<String, Map<String, Long>> needs() {
        Map<String, Map<String, Long>> needs = new LinkedHashMap<>();
        for (KeyedThings each : things) {
            each.byKey()
                    .forEach((key, count) ->
                            needs.computeIfAbsent(key, none -> new LinkedHashMap<>())
                                    .merge(each.what(), count, Long::sum));
        }
        return needs;
    }

    /** Goes on where it was left. Does nothing while the nodes don't agree on the key that seals. */
    void run(BooleanSupplier stop) {
        String present = box.sealingKey();
        if (store.nodes().stream().anyMatch(each -> !each.wants().equals(present))) {
            return;
        }
        for (KeyStore.Known key : store.known()) {
            if (!key.id().equals(present) && !stop.getAsBoolean()) {
                leave(key, total(key.id()), stop);
            }
        }
    }

    private long total(String key) {
        return needs().getOrDefault(key, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void leave(KeyStore.Known key, long total, BooleanSupplier stop) {
        if (key.retiredAt() != null && total > 0) {
            LOG.warn("Something needs the retired secret key '{}' after all.", key.id());
            store.comeBack(key.id());
        } else if (!key.needed()) {
            return;
        }
        if (hasMoreThanFaults(key.id(), total) && node.ring().find(key.id()).isPresent()) {
            begin(key);
            for (KeyedThings each : things) {
                store.renewed(key.id(), each.renew(key.id(), stop));
            }
        }
        if (store.isQuiet(key.id()) && total(key.id()) == 0) {
            retire(key.id());
        }
    }

    private boolean hasMoreThanFaults(String key, long total) {
        return total > KeyedThings.MOST_COUNTED || total > faults.of(key);
    }

    private void begin(KeyStore.Known key) {
        check.locked(() -> {
            boolean first = store.beginToLeave(key.id());
            if (first) {
                record(SecretKeyAction.RENEWAL_BEGUN, key.id(), Map.of("with", box.sealingKey()));
            }
            return first;
        });
    }

    private void retire(String key) {
        boolean done =
                check.locked(() -> {
                    boolean first = total(key) == 0 && store.isQuiet(key) && store.retire(key);
                    if (first) {
                        record(SecretKeyAction.RETIRED, key, Map.of());
                    }
                    return first;
                });
        if (done) {
            LOG.info("Nothing needs the secret key '{}' any more: it may be dropped.", key);
        }
    }

    private void record(AuditAction action, String key, Map<String, String> detail) {
        audit.record(Actor.SYSTEM, null, action, "secret_key", key, detail);
    }
}
