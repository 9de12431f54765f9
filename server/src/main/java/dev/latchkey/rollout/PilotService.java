package dev.latchkey.rollout;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.cohorts.CohortError;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.shared.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who tries first (requirement A10). SSO is enabled for just these, and their password goes on working. */
@Component
public class PilotService {
    private static final int MOST = 50;

    private final Door door;
    private final Rollouts rollouts;
    private final RolloutGate gate;
    private final Directory directory;
    private final Pilots pilots;

    PilotService(
            Door door, Rollouts rollouts, RolloutGate gate, Directory directory, Pilots pilots) {
        this.door = door;
        this.rollouts = rollouts;
        this.gate = gate;
        this.directory = directory;
        this.pilots = pilots;
    }

    /** Nominates users by their login addresses; all of them, or none and what is wrong with which. Returns how many. */
    @Transactional
    public Result<Integer> nominate(Caller caller, Rollout given, String addresses) {
        return door.enter(caller, RolloutPermission.NOMINATE_PILOTS)
                .to(() -> rollouts.find(caller.organization(), given.id()))
                .unless(rollout -> gate.before(rollout, Step.NOMINATED))
                .attempt(rollout ->
                        nominees(caller, addresses)
                                .map(users -> nominated(caller, rollout, users)));
    }

    private Done<Integer> nominated(Caller caller, Rollout rollout, List<User> users) {
        List<UserId> added =
                users.stream()
                        .map(User::id)
                        .filter(user -> pilots.nominate(caller, rollout, user))
                        .toList();
        return done(users.size(), rollout, RolloutAction.ROLLOUT_PILOT_NOMINATED, added);
    }

    private static Done<Integer> done(
            int number, Rollout rollout, AuditAction action, List<UserId> users) {
        return new Done<>(
                number,
                users.stream()
                        .map(user ->
                                new Done.Entry(
                                        action,
                                        Subject.of(user),
                                        Map.of("rollout", rollout.id().toString())))
                        .toList());
    }

    private Result<List<User>> nominees(Caller caller, String addresses) {
        List<String> typed =
                addresses
                        .lines()
                        .flatMap(line -> List.of(line.split("[,;\\s]+")).stream())
                        .filter(each -> !each.isBlank())
                        .limit(MOST + 1L)
                        .toList();
        if (typed.isEmpty()) {
            return Result.refused(RolloutError.PILOTS_MISSING, "");
        }
        if (typed.size() > MOST) {
            return Result.refused(CohortError.LINES_TOO_MANY, "at most " + MOST);
        }
        List<Problem> problems = new ArrayList<>();
        List<User> users = new ArrayList<>();
        for (String each : typed) {
            nominee(caller, each, users, problems);
        }
        return problems.isEmpty() ? Result.ok(users) : new Result.Refused<>(problems);
    }

    private void nominee(Caller caller, String typed, List<User> users, List<Problem> problems) {
        List<User> found =
                EmailAddress.parse(Visible.trimmed(typed))
                        .map(email -> directory.usersByEmail(caller.organization(), email))
                        .orElse(List.of());
        if (found.size() != 1) {
            problems.add(
                    new Problem(
                            found.isEmpty()
                                    ? RolloutError.PILOT_UNKNOWN
                                    : RolloutError.PILOT_AMBIGUOUS,
                            Visible.value(typed),
                            found.isEmpty() ? EmailAddress.why(typed) : null));
        } else if (!found.getFirst().active() || found.getFirst().kind() == User.Kind.API_ONLY) {
            problems.add(new Problem(RolloutError.PILOT_UNFIT, Visible.value(typed)));
        } else {
            users.add(found.getFirst());
        }
    }

    /** Lets every nominee who isn't yet in through the connection. Returns how many. */
    @Transactional
    public Result<Integer> enable(Caller caller, Rollout given) {
        return door.enter(caller, RolloutPermission.ENABLE_PILOTS)
                .to(() -> rollouts.find(caller.organization(), given.id()))
                .unless(rollout -> gate.before(rollout, Step.ENABLED))
                .change(rollout -> {
                    List<UserId> enabled = pilots.enable(caller, rollout);
                    return done(
                            enabled.size(), rollout, RolloutAction.ROLLOUT_PILOT_ENABLED, enabled);
                });
    }

    /** Ends somebody's part in the test. Whoever is in no list signs in with the password again. */
    @Transactional
    public Result<Boolean> dismiss(Caller caller, Rollout given, UserId user) {
        return door.enter(caller, RolloutPermission.DISMISS_PILOT)
                .to(() -> rollouts.find(caller.organization(), given.id()))
                .change(rollout ->
                        pilots.dismiss(caller, rollout, user)
                                ? Done.recorded(
                                        true,
                                        RolloutAction.ROLLOUT_PILOT_DISMISSED,
                                        Subject.of(user),
                                        Map.of("rollout", rollout.id().toString()))
                                : Done.withoutRecord(false));
    }
}
