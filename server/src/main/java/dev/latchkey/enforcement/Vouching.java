package dev.latchkey.enforcement;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.login.SsoHistory;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What must hold when a go-ahead is given, and again when the users switch (requirement D4): whoever gave it came in
 * through the connection, an emergency admin's codes work, and some admin keeps a way in.
 */
@Component
class Vouching {
    private final RemainingWays ways;
    private final Directory directory;
    private final SsoHistory history;

    Vouching(RemainingWays ways, Directory directory, SsoHistory history) {
        this.ways = ways;
        this.directory = directory;
        this.history = history;
    }

    /**
     * What is missing.
     *
     * @param vouching an emergency admin who came in through the connection where the person did not; null for nobody
     */
    Optional<Problem> problem(Cohort cohort, UserId person, @Nullable UserId vouching) {
        boolean proven = !ways.proven(cohort.organization()).isEmpty();
        return Problem.when(!proven, EnforcementError.EMERGENCY_UNPROVEN)
                .or(() ->
                        Problem.when(
                                !vouched(cohort, person, vouching),
                                EnforcementError.ENFORCER_UNTESTED))
                .or(() ->
                        Problem.when(
                                !ways.remain(
                                        cohort.organization(),
                                        RemainingWays.Change.enforcing(cohort.id())),
                                EnforcementError.NO_WAY_IN));
    }

    private boolean vouched(Cohort cohort, UserId person, @Nullable UserId vouching) {
        return cameIn(cohort, person)
                || (vouching != null
                        && ways.proven(cohort.organization()).contains(vouching)
                        && cameIn(cohort, vouching));
    }

    private boolean cameIn(Cohort cohort, UserId admin) {
        return directory
                        .user(cohort.organization(), admin)
                        .filter(User::admin)
                        .filter(User::active)
                        .isPresent()
                && history.hasSignedIn(cohort.organization(), admin, cohort.connection());
    }
}
