package dev.latchkey.rollout;

import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connections;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is confirmed of the rollout itself: that the IdP is configured, and that the pilots' test went well (A10). */
@Component
public class TestConfirmation {
    private final Door door;
    private final Rollouts rollouts;
    private final FactsReader facts;
    private final Confirmations confirmations;
    private final Connections connections;

    TestConfirmation(
            Door door,
            Rollouts rollouts,
            FactsReader facts,
            Confirmations confirmations,
            Connections connections) {
        this.door = door;
        this.rollouts = rollouts;
        this.facts = facts;
        this.confirmations = confirmations;
        this.connections = connections;
    }

    /** The customer says that their IdP has our entity ID and ACS URL. */
    @Transactional
    public Result<Rollout> configured(Caller caller, Rollout given) {
        return door.enter(caller, RolloutPermission.CONFIRM_CONFIGURED)
                .to(() -> rollouts.find(caller.organization(), given.id()).map(facts::of))
                .unless(now -> RolloutGate.closed(now.rollout()))
                .unless(now -> now.progress().before(Step.CONFIGURED))
                .change(now -> configured(caller, now));
    }

    private Done<Rollout> configured(Caller caller, Facts now) {
        confirmations.give(
                caller,
                now.rollout().id(),
                null,
                Confirmation.Kind.CONFIGURED,
                Map.of(
                        "entityId", connections.spEntityId(now.connected()),
                        "acsUrl", connections.acsUrl(now.connected())));
        return Done.withoutRecord(now.rollout());
    }

    /** Either side says that the test went well, for the connection as it is. */
    @Transactional
    public Result<Rollout> tested(Caller caller, Rollout given) {
        return door.enter(caller, RolloutPermission.CONFIRM_TEST)
                .to(() -> rollouts.find(caller.organization(), given.id()).map(facts::of))
                .unless(now -> RolloutGate.closed(now.rollout()))
                .unless(now -> now.progress().before(Step.CONFIRMED))
                .change(now -> tested(caller, now));
    }

    private Done<Rollout> tested(Caller caller, Facts now) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("connection", now.connected().id().toString());
        about.put("configuration", now.connected().configuration());
        about.put(
                "pilots",
                now.pilots().stream()
                        .map(pilot ->
                                Map.of(
                                        "email",
                                        pilot.email(),
                                        "signedInAt",
                                        String.valueOf(pilot.signedInAt())))
                        .toList());
        confirmations.give(caller, now.rollout().id(), null, Confirmation.Kind.TEST, about);
        return Done.withoutRecord(now.rollout());
    }
}
