package dev.latchkey.rollout;

import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connections;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is confirmed of the rollout itself: that the IdP is configured, and that the pilots' test went well (A10). */
@Component
public class TestConfirmation {
    private final FactsReader facts;
    private final Confirmations confirmations;
    private final Connections connections;
    private final OrganizationLock lock;

    TestConfirmation(
            FactsReader facts,
            Confirmations confirmations,
            Connections connections,
            OrganizationLock lock) {
        this.facts = facts;
        this.confirmations = confirmations;
        this.connections = connections;
        this.lock = lock;
    }

    /** The customer says that their IdP has our entity ID and ACS URL. */
    @Transactional
    public Result<Rollout> configured(Caller caller, Rollout rollout) {
        lock.take(caller.organization());
        Facts now = facts.of(rollout);
        Optional<Problem> problem =
                RolloutGate.closed(rollout)
                        .or(() -> RolloutGate.only(Side.CUSTOMER, caller))
                        .or(() -> now.progress().before(Step.CONFIGURED));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        confirmations.give(
                caller,
                rollout.id(),
                null,
                Confirmation.Kind.CONFIGURED,
                Map.of(
                        "entityId", connections.spEntityId(now.connected()),
                        "acsUrl", connections.acsUrl(now.connected())));
        return Result.ok(rollout);
    }

    /** Either side says that the test went well, for the connection as it is. */
    @Transactional
    public Result<Rollout> tested(Caller caller, Rollout rollout) {
        lock.take(caller.organization());
        Facts now = facts.of(rollout);
        Optional<Problem> problem =
                RolloutGate.closed(rollout).or(() -> now.progress().before(Step.CONFIRMED));
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
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
        confirmations.give(caller, rollout.id(), null, Confirmation.Kind.TEST, about);
        return Result.ok(rollout);
    }
}
