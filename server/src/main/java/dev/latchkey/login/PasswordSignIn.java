package dev.latchkey.login;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.LoginError;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.limits.Visitor;
import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import java.util.List;
import org.springframework.stereotype.Component;

/** The way in by an address and a password. */
@Component
class PasswordSignIn {
    /** What the limits call a user's password. */
    static final String PASSWORD = "password";

    private final Directory directory;
    private final LoginFlow flow;
    private final Guesses guesses;
    private final Passwords passwords;
    private final PasswordSessionStart start;

    PasswordSignIn(
            Directory directory,
            LoginFlow flow,
            Guesses guesses,
            Passwords passwords,
            PasswordSessionStart start) {
        this.directory = directory;
        this.flow = flow;
        this.guesses = guesses;
        this.passwords = passwords;
        this.start = start;
    }

    NextStep enter(String typed, String password, Visitor visitor) {
        EmailAddress email = EmailAddress.known(typed).orElse(null);
        if (email == null) {
            return new NextStep.AskEmail(EmailAddress.complaint(typed));
        }
        return guesses.<NextStep>password(
                        PASSWORD,
                        email,
                        visitor,
                        guess -> passwords.step(() -> checked(email, password, guess)))
                .orElseGet(
                        () -> new NextStep.Refused(Failure.of(LoginError.TOO_MANY_ATTEMPTS), null));
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
        return flow.afterPassword(user).orElseGet(() -> begin(user));
    }

    private NextStep begin(User user) {
        return start.begin(user)
                .<NextStep>map(NextStep.Begun::new)
                .orElseGet(() ->
                        new NextStep.Refused(
                                Failure.of(LoginError.WRONG_CREDENTIALS), user.organization()));
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

    /** Checking a password takes as long for an address that nobody has. */
    private static User nobody(EmailAddress email) {
        return new User(
                UserId.next(),
                OrganizationId.next(),
                email.value(),
                "",
                false,
                false,
                User.Kind.PERSON,
                false);
    }
}
