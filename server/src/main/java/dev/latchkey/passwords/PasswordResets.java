package dev.latchkey.passwords;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditContext;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.login.SignInPolicy;
import dev.latchkey.login.SignInPolicy.WaysIn;
import dev.latchkey.mail.Mailer;
import dev.latchkey.secrets.PasswordHash;
import dev.latchkey.secrets.Passwords;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.Secret;
import dev.latchkey.turns.Overloaded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** New passwords by mail: a link that works once, for an hour. An enforced user is led to SSO instead. */
@Component
class PasswordResets {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final Logger LOG = LoggerFactory.getLogger(PasswordResets.class);

    /** A mail server or a database that is slow keeps no more of them waiting; known and unknown ones alike. */
    private final Semaphore underWay = new Semaphore(100);

    private final Directory directory;
    private final SignInPolicy policy;
    private final ResetLinks links;
    private final Mailer mailer;
    private final Audit audit;
    private final LatchkeySettings settings;
    private final Passwords passwords;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PasswordResets(
            Directory directory,
            SignInPolicy policy,
            ResetLinks links,
            Mailer mailer,
            Audit audit,
            LatchkeySettings settings,
            Passwords passwords,
            TransactionTemplate transaction,
            Clock clock) {
        this.directory = directory;
        this.policy = policy;
        this.links = links;
        this.mailer = mailer;
        this.audit = audit;
        this.settings = settings;
        this.passwords = passwords;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What came of a new password. */
    enum Outcome {
        CHANGED,
        LINK_USELESS,
        SSO_ONLY
    }

    /**
     * Mails whoever has this address, in the background: the answer takes as long for an unknown one.
     *
     * @param address the network address that the request came from
     */
    void ask(EmailAddress email, String address) {
        if (!underWay.tryAcquire()) {
            throw new Overloaded("mails with links");
        }
        Thread.startVirtualThread(() -> {
            try {
                onlyUser(email)
                        .ifPresent(user ->
                                AuditContext.onBehalfOf(
                                        address,
                                        () ->
                                                transaction.executeWithoutResult(
                                                        status -> asked(user))));
            } catch (RuntimeException e) {
                LOG.warn("A password mail could not be sent", e);
            } finally {
                underWay.release();
            }
        });
    }

    /** The one user with this address in all organizations, where there is exactly one who is active. */
    private Optional<User> onlyUser(EmailAddress email) {
        List<User> users = directory.usersByEmail(email);
        return users.size() == 1 && users.getFirst().active()
                ? Optional.of(users.getFirst())
                : Optional.empty();
    }

    private void asked(User user) {
        audit.record(
                new Actor(Actor.Kind.SYSTEM, null, "Sign-in"),
                user.organization(),
                PasswordLinkAction.USER_PASSWORD_RESET_ASKED,
                "user",
                user.id().toString(),
                Map.of("email", user.email()));
        mail(user);
    }

    /** To the address that is stored: what was typed may only look like it. */
    private void mail(User user) {
        EmailAddress email = EmailAddress.parse(user.email()).orElseThrow();
        if (policy.waysIn(user) instanceof WaysIn.SsoOnly(var connection)) {
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
        Instant waits = waitsUntil(user).orElse(null);
        if (waits != null) {
            mailer.send(email, "You cannot set a new password yet", waiting(waits));
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
                                        + "\n\nIf it was not you, ignore this message; nothing changes.\n",
                                clock.instant().plus(LIFETIME)));
    }

    private static String waiting(Instant until) {
        return """
        Somebody, probably you, asked for a new password. Your sign-in address was changed recently, and the old
        mailbox can still object, so you can set a new password from %s on.

        Until then, your current password still works. If it was not you, ignore this message; nothing changes.
        """
                .formatted(TIME.format(until));
    }

    /** Whether the user's address is too new for a link to set their password. */
    boolean waits(User user) {
        return waitsUntil(user).isPresent();
    }

    private Optional<Instant> waitsUntil(User user) {
        return directory.passwordsWaitUntil(user.organization(), user.id());
    }

    /** Uses the link: sets the password, which ends the other links and the sessions that began with the old one. */
    Outcome change(String token, String password) {
        return passwords.step(() -> changeWhileThereIsRoom(token, password));
    }

    /** A link that is good for nothing costs no hash; and a hash is made before its transaction begins. */
    private Outcome changeWhileThereIsRoom(String token, String password) {
        if (!links.usable(token)) {
            return Outcome.LINK_USELESS;
        }
        PasswordHash hash = passwords.hash(new Secret(password));
        Outcome outcome = transaction.execute(status -> changeOnce(token, hash));
        return outcome == null ? Outcome.LINK_USELESS : outcome;
    }

    private Outcome changeOnce(String token, PasswordHash password) {
        ResetLinks.Used used = links.use(token).filter(each -> !waits(each.user())).orElse(null);
        if (used == null) {
            return Outcome.LINK_USELESS;
        }
        User user = used.user();
        if (policy.waysIn(user) instanceof WaysIn.SsoOnly) {
            return Outcome.SSO_ONLY;
        }
        Caller caller =
                new Caller(
                        Caller.Kind.LINK,
                        new Actor(Actor.Kind.USER, user.id().toString(), user.email()),
                        user.organization());
        String maker = used.maker();
        if (maker != null) {
            audit.record(
                    caller,
                    PasswordLinkAction.USER_PASSWORD_LINK_USED,
                    Subject.of(user.id()),
                    Map.of("madeBy", maker));
        }
        directory.setPassword(caller, user.id(), password);
        return Outcome.CHANGED;
    }
}
