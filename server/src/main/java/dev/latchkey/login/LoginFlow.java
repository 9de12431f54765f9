package dev.latchkey.login;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.limits.Visitor;
import dev.latchkey.login.SignInPolicy.Standing;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.IpAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Passwords;
import dev.latchkey.shared.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The one dispatcher: every step of a sign-in comes back here to learn what is next. */
@Component
class LoginFlow {
    /** What the limits call a user's password. */
    static final String PASSWORD = "password";

    private final Directory directory;
    private final SignInPolicy policy;
    private final RateLimits limits;
    private final Guesses guesses;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    LoginFlow(
            Directory directory,
            SignInPolicy policy,
            RateLimits limits,
            Guesses guesses,
            Passwords passwords,
            Sessions sessions,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.directory = directory;
        this.policy = policy;
        this.limits = limits;
        this.guesses = guesses;
        this.passwords = passwords;
        this.sessions = sessions;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** After the email: SSO for an enforced user or whoever asks for it and has it, else the password form. */
    NextStep afterEmail(String typed, boolean wantsSso, IpAddress from) {
        EmailAddress email = EmailAddress.known(typed).orElse(null);
        if (email == null) {
            return new NextStep.AskEmail(EmailAddress.complaint(typed));
        }
        if (!limits.allowSignIn("email", from)) {
            return refused(LoginError.TOO_MANY_ATTEMPTS);
        }
        Standing standing = standingOf(email);
        if (standing instanceof Standing.SsoOnly(var connection)) {
            return new NextStep.GoToIdp(connection, false);
        }
        if (wantsSso && standing instanceof Standing.SsoAllowed(var connection)) {
            return new NextStep.GoToIdp(connection, false);
        }
        return new NextStep.AskPassword(email.value(), wantsSso);
    }

    private Standing standingOf(EmailAddress email) {
        List<User> users = directory.usersByEmail(email);
        return users.size() == 1 && users.getFirst().active()
                ? policy.standing(users.getFirst())
                : policy.everybodyOf(email.domain())
                        .<Standing>map(Standing.SsoOnly::new)
                        .orElseGet(Standing.PasswordOnly::new);
    }

    /** After the password. An enforced user is led to SSO only when the password was right (requirement D16). */
    NextStep afterPassword(String typed, String password, Visitor visitor) {
        EmailAddress email = EmailAddress.known(typed).orElse(null);
        if (email == null) {
            return new NextStep.AskEmail(EmailAddress.complaint(typed));
        }
        return guesses.<NextStep>password(
                        PASSWORD,
                        email,
                        visitor,
                        guess -> passwords.step(() -> checked(email, password, guess)))
                .orElseGet(() -> refused(LoginError.TOO_MANY_ATTEMPTS));
    }

    private NextStep checked(EmailAddress email, String password, Guess guess) {
        List<User> users = directory.usersByEmail(email);
        User user = users.size() == 1 ? users.getFirst() : null;
        boolean matches = directory.passwordMatches(user == null ? nobody(email) : user, password);
        if (users.size() > 1) {
            return new NextStep.Refused(ambiguous(users), users.getFirst().organization());
        }
        if (user == null || !matches || !user.active()) {
            OrganizationId organization = user == null ? null : user.organization();
            return new NextStep.Refused(Failure.of(LoginError.WRONG_CREDENTIALS), organization);
        }
        guess.right();
        return policy.standing(user) instanceof Standing.SsoOnly(var connection)
                ? new NextStep.GoToIdp(connection, true)
                : begin(user)
                        .<NextStep>map(id -> new NextStep.Begun(id, switching(user)))
                        .orElseGet(() ->
                                new NextStep.Refused(
                                        Failure.of(LoginError.WRONG_CREDENTIALS),
                                        user.organization()));
    }

    private boolean switching(User user) {
        return policy.comingSwitch(user).isPresent();
    }

    /** The pair is for the record; the person reads what anybody with a wrong password reads. */
    private static Failure ambiguous(List<User> users) {
        String pair = String.join(", ", users.stream().map(User::email).toList());
        return new Failure(
                LoginError.WRONG_CREDENTIALS,
                LoginError.AMBIGUOUS_ADDRESS.code(),
                "one user with this address",
                pair,
                List.of());
    }

    /** A session, unless the user was deactivated at this moment. */
    private Optional<String> begin(User user) {
        Instant now = clock.instant();
        return java.util.Objects.requireNonNull(
                transaction.execute(status -> {
                    if (!directory.signedIn(user, now)) {
                        return Optional.empty();
                    }
                    String id = sessions.begin(user, now);
                    audit.record(
                            new Actor(Actor.Kind.USER, user.id().toString(), user.email()),
                            user.organization(),
                            LoginAction.LOGIN_PASSWORD,
                            "user",
                            user.id().toString(),
                            Map.of());
                    return Optional.of(id);
                }));
    }

    /** Checking a password takes as long for an address that nobody has. */
    private static User nobody(EmailAddress email) {
        return new User(
                UserId.random(),
                OrganizationId.random(),
                email.value(),
                "",
                false,
                false,
                User.Kind.PERSON,
                false);
    }

    /** The one user with this address in all organizations, where there is exactly one who is active. */
    Optional<User> onlyUser(EmailAddress email) {
        List<User> users = directory.usersByEmail(email);
        return users.size() == 1 && users.getFirst().active()
                ? Optional.of(users.getFirst())
                : Optional.empty();
    }

    private static NextStep refused(LoginError error) {
        return refused(error, null);
    }

    private static NextStep refused(LoginError error, @Nullable OrganizationId organization) {
        return new NextStep.Refused(Failure.of(error), organization);
    }
}
