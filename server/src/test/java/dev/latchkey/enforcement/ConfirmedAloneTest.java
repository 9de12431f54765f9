package dev.latchkey.enforcement;

import static dev.latchkey.enforcement.Stage.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.enforcement.Stage.Play;
import dev.latchkey.rollout.Pilots;
import dev.latchkey.rollout.Rollout;
import dev.latchkey.rollout.SubmittedDetails;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Result;
import dev.latchkey.testing.WholeServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever a confirmation compares is changed under the same lock: nothing of it changes between the look and the deed.
 */
@WholeServer
@Import(Stage.class)
@NullUnmarked
class ConfirmedAloneTest {
    @Autowired private Pilots pilots;
    @Autowired private Stage stage;
    @Autowired private SubmittedDetails handedIn;
    @Autowired private OrganizationLock lock;
    @Autowired private TransactionTemplate transaction;

    private Play play;
    private Rollout rollout;

    @Test
    void aNominationWaitsForWhoEnablesThePilots() throws Exception {
        configured();
        waits(() -> ok(stage.pilots.nominate(play.customer(), rollout, play.admin().email())));
        assertThat(pilots.results(rollout)).hasSize(1);
    }

    @Test
    void aDismissalWaitsForWhoEnablesThePilots() throws Exception {
        configured();
        ok(stage.pilots.nominate(play.customer(), rollout, play.admin().email()));
        waits(() -> stage.pilots.dismiss(play.customer(), rollout, play.admin().id()));
        assertThat(pilots.results(rollout)).isEmpty();
    }

    @Test
    void detailsWaitForWhoConnectsThoseBefore() throws Exception {
        begun();
        waits(() ->
                ok(
                        handedIn.keep(
                                play.customer(), rollout, Result.ok(play.connection().details()))));
        assertThat(handedIn.of(rollout)).isPresent();
    }

    private void configured() {
        begun();
        rollout = ok(stage.rollouts.lead(play.operator(), rollout, play.connection().id()));
        ok(stage.tests.configured(play.customer(), rollout));
    }

    private void begun() {
        play = stage.play();
        rollout = ok(stage.rollouts.begin(play.operator(), play.organization()));
    }

    private void waits(Supplier<Object> change) throws Exception {
        CompletableFuture<Object> done =
                transaction.execute(status -> {
                    lock.take(play.organization().id());
                    CompletableFuture<Object> running = CompletableFuture.supplyAsync(change);
                    assertThatThrownBy(() -> running.get(500, TimeUnit.MILLISECONDS))
                            .isInstanceOf(TimeoutException.class);
                    return running;
                });
        done.get(10, TimeUnit.SECONDS);
    }
}
