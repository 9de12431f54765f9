package dev.latchkey.login;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.LoginError;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.login.SignInPolicy.WaysIn;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.IpAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The one dispatcher: every step of a sign-in comes back here to learn what is next. */
@Component
class LoginFlow {
    /** What somebody reads who came in by a recovery code and for nothing else; the page is the emergency module's. */
    private static final String RECOVERY_CODE_USED = "/organization/emergency/used";

    private final Directory directory;
    private final SignInPolicy policy;
    private final RateLimits limits;

    LoginFlow(Directory directory, SignInPolicy policy, RateLimits limits) {
        this.directory = directory;
        this.policy = policy;
        this.limits = limits;
    }

    /** After the email: SSO for an enforced user or whoever asks for it and has it, else the password form. */
    NextStep afterEmail(String typed, boolean wantsSso, IpAddress from) {
        EmailAddress email = EmailAddress.known(typed).orElse(null);
        if (email == null) {
            return new NextStep.AskEmail(EmailAddress.complaint(typed));
        }
        if (!limits.allowSignIn("email", from)) {
            return new NextStep.Refused(Failure.of(LoginError.TOO_MANY_ATTEMPTS), null);
        }
        WaysIn ways = waysInOf(email);
        if (ways instanceof WaysIn.SsoOnly(var connection)) {
            return new NextStep.GoToIdp(connection, false);
        }
        if (wantsSso && ways instanceof WaysIn.SsoAllowed(var connection)) {
            return new NextStep.GoToIdp(connection, false);
        }
        return new NextStep.AskPassword(email.value(), wantsSso);
    }

    private WaysIn waysInOf(EmailAddress email) {
        List<User> users = directory.usersByEmail(email);
        return users.size() == 1 && users.getFirst().active()
                ? policy.waysIn(users.getFirst())
                : policy.everybodyOf(email.domain())
                        .<WaysIn>map(WaysIn.SsoOnly::new)
                        .orElseGet(WaysIn.PasswordOnly::new);
    }

    /**
     * After a password that was right: an enforced user is led to their IdP, and only now learns of it (requirement D16).
     * Empty where the password is a way in.
     */
    Optional<NextStep> afterPassword(User user) {
        return policy.waysIn(user) instanceof WaysIn.SsoOnly(var connection)
                ? Optional.of(new NextStep.GoToIdp(connection, true))
                : Optional.empty();
    }

    /**
     * Where a person goes who has just got their session, whichever way they came in: a path of ours. For a sign-in by SSO
     * this asks the database nothing.
     */
    String next(Session.Person person, Purpose purpose) {
        return switch (person.method()) {
            case SSO -> purpose.page();
            case PASSWORD ->
                    policy.comingSwitch(person.organization(), person.user()).isPresent()
                            ? NoticeController.path(purpose.page())
                            : purpose.page();
            case EMERGENCY ->
                    switch (purpose) {
                        case Purpose.SignIn() -> RECOVERY_CODE_USED;
                        case Purpose.Resume(String page) -> page;
                    };
        };
    }
}
