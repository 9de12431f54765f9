package dev.latchkey.login;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.login.SignInPolicy.Standing;
import dev.latchkey.mail.Mailer;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** New passwords by mail: a link that works once, for an hour. An enforced user is led to SSO instead. */
@Component
class PasswordResets {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(PasswordResets.class);

    private final Directory directory;
    private final LoginFlow flow;
    private final SignInPolicy policy;
    private final ResetLinks links;
    private final Mailer mailer;
    private final Audit audit;
    private final LatchkeySettings settings;
    private final TransactionTemplate transaction;

    PasswordResets(
            Directory directory,
            LoginFlow flow,
            SignInPolicy policy,
            ResetLinks links,
            Mailer mailer,
            Audit audit,
            LatchkeySettings settings,
            TransactionTemplate transaction) {
        this.directory = directory;
        this.flow = flow;
        this.policy = policy;
        this.links = links;
        this.mailer = mailer;
        this.audit = audit;
        this.settings = settings;
        this.transaction = transaction;
    }

    /** What came of a new password. */
    enum Outcome {
        CHANGED,
        LINK_USELESS,
        SSO_ONLY
    }

    /** Mails whoever has this address, in the background: the answer takes as long for an unknown one. */
    void ask(EmailAddress email) {
        Thread.startVirtualThread(() -> {
            try {
                flow.onlyUser(email).ifPresent(user -> mail(email, user));
            } catch (RuntimeException e) {
                LOG.warn("A password mail could not be sent", e);
            }
        });
    }

    private void mail(EmailAddress email, User user) {
        if (policy.standing(user) instanceof Standing.SsoOnly(var connection)) {
            String link = settings.baseUrl() + "/login/sso?connection=" + connection;
            mailer.send(
                    email,
                    "How you sign in",
                    "Your organization uses single sign-on, so there is no password to reset.\n\n"
                            + "Sign in here: "
                            + link
                            + "\n");
            return;
        }
        links.mailed(user, LIFETIME)
                .map(token -> settings.baseUrl() + "/login/reset?token=" + token)
                .ifPresent(link ->
                        mailer.send(
                                email,
                                "Set a new password",
                                "Somebody, probably you, asked for a new password. Set it here within one hour:\n\n"
                                        + link
                                        + "\n\nIf it was not you, ignore this message; nothing changes.\n"));
    }

    /** Uses the link: sets the password, which ends the other links and the sessions that began with the old one. */
    Outcome change(String token, String password) {
        Outcome outcome = transaction.execute(status -> changeOnce(token, password));
        return outcome == null ? Outcome.LINK_USELESS : outcome;
    }

    private Outcome changeOnce(String token, String password) {
        ResetLinks.Used used = links.use(token).orElse(null);
        if (used == null) {
            return Outcome.LINK_USELESS;
        }
        User user = used.user();
        if (policy.standing(user) instanceof Standing.SsoOnly) {
            return Outcome.SSO_ONLY;
        }
        Actor actor = new Actor(Actor.Kind.USER, user.id().toString(), user.email());
        String maker = used.maker();
        if (maker != null) {
            audit.record(
                    actor,
                    user.organization(),
                    "user.password_link_used",
                    "user",
                    user.id().toString(),
                    Map.of("madeBy", maker));
        }
        directory.setPassword(actor, user.organization(), user.id(), password);
        return Outcome.CHANGED;
    }
}
