package dev.latchkey.emergency;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.limits.Guesses;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.login.EmergencySessions;
import dev.latchkey.login.LoginError;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.IpAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The way in by an address and a recovery code. */
@Component
class EmergencySignIn {
    private static final int WRONG_PER_NETWORK = 30;
    private static final int WRONG_PER_ADDRESS = 10;

    private final Directory directory;
    private final RecoveryCodes codes;
    private final EmergencySessions sessions;
    private final RateLimits limits;
    private final Guesses guesses;
    private final Notices notices;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    EmergencySignIn(
            Directory directory,
            RecoveryCodes codes,
            EmergencySessions sessions,
            RateLimits limits,
            Guesses guesses,
            Notices notices,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.directory = directory;
        this.codes = codes;
        this.sessions = sessions;
        this.limits = limits;
        this.guesses = guesses;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What came of a try. */
    sealed interface Outcome {
        record In(EmergencySessions.Begun session) implements Outcome {}

        /** The organization is for the record, never for the page. */
        record Refused(LoginError error, @Nullable OrganizationId organization)
                implements Outcome {}
    }

    /**
     * The same steps for an address that nobody has, for somebody without emergency access and for a wrong code. Wrong
     * tries are counted for the address, but the right code is not held up by them: it can't be guessed, and otherwise
     * a stranger who types nonsense would lock the last way in.
     */
    Outcome enter(EmailAddress email, String typed, IpAddress from) {
        return guesses.<Outcome>token(
                        "emergency",
                        from,
                        WRONG_PER_NETWORK,
                        guess -> {
                            Outcome outcome = checked(email, typed, from);
                            if (outcome instanceof Outcome.In) {
                                guess.right();
                            }
                            return outcome;
                        })
                .orElseGet(() -> new Outcome.Refused(LoginError.TOO_MANY_ATTEMPTS, null));
    }

    private Outcome checked(EmailAddress email, String typed, IpAddress from) {
        RecoveryCode code = RecoveryCode.typed(typed);
        List<User> users = directory.usersByEmail(email);
        User user = users.size() == 1 ? users.getFirst() : null;
        return begin(user, code, from.toString())
                .<Outcome>map(Outcome.In::new)
                .orElseGet(() ->
                        new Outcome.Refused(
                                refusal(email), user == null ? null : user.organization()));
    }

    private LoginError refusal(EmailAddress email) {
        return limits.allow("emergency-address", email.key(), WRONG_PER_ADDRESS)
                ? LoginError.WRONG_RECOVERY_CODE
                : LoginError.TOO_MANY_ATTEMPTS;
    }

    private Optional<EmergencySessions.Begun> begin(
            @Nullable User user, RecoveryCode code, String ip) {
        OrganizationId organization = user == null ? OrganizationId.next() : user.organization();
        UserId id = user == null ? UserId.next() : user.id();
        if (!codes.unused(organization, id, code) || user == null) {
            return Optional.empty();
        }
        return Objects.requireNonNull(
                transaction.execute(status -> beginOnce(user, code, ip, status)));
    }

    /** The user's row is locked first, as by those who change users. */
    private Optional<EmergencySessions.Begun> beginOnce(
            User user, RecoveryCode code, String ip, TransactionStatus status) {
        Instant now = clock.instant();
        boolean may =
                directory.signedIn(user, now)
                        && directory
                                .user(user.organization(), user.id())
                                .filter(User::admin)
                                .isPresent()
                        && codes.lock(user.organization(), user.id())
                        && codes.spend(user.organization(), user.id(), code, now);
        if (!may) {
            status.setRollbackOnly();
            return Optional.empty();
        }
        int left = codes.left(user.organization(), user.id());
        audit.record(
                new Actor(Actor.Kind.USER, user.id().toString(), user.email()),
                user.organization(),
                EmergencyAction.USED,
                "user",
                user.id().toString(),
                Map.of("codesLeft", left, "ip", ip));
        notices.announce(Notice.Kind.USED, user, now, ip, left);
        return Optional.of(sessions.begin(user, now));
    }
}
