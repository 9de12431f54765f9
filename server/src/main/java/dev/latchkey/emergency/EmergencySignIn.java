package dev.latchkey.emergency;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.failures.LoginError;
import dev.latchkey.limits.Guesses;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.login.EmergencySessions;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.IpAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way in by an address and a recovery code. */
@Component
class EmergencySignIn {
    private static final int WRONG_PER_NETWORK = 30;
    private static final int WRONG_PER_ADDRESS = 10;

    private final Directory directory;
    private final RecoveryCodes codes;
    private final EmergencySessionStart start;
    private final RateLimits limits;
    private final Guesses guesses;

    EmergencySignIn(
            Directory directory,
            RecoveryCodes codes,
            EmergencySessionStart start,
            RateLimits limits,
            Guesses guesses) {
        this.directory = directory;
        this.codes = codes;
        this.start = start;
        this.limits = limits;
        this.guesses = guesses;
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
        return start.begin(user, code, ip);
    }
}
