package dev.latchkey.passwords;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.User;
import dev.latchkey.failures.LoginError;
import dev.latchkey.login.SignInPolicy;
import dev.latchkey.login.SignInPolicy.WaysIn;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.Result;
import dev.latchkey.web.SignedInOperator;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Links by which an operator lets a user set a password without mail. */
@Component
class PasswordLinks {
    static final Duration LIFETIME = Duration.ofHours(24);

    private final ResetLinks links;
    private final PasswordResets resets;
    private final SignInPolicy policy;
    private final Audit audit;
    private final LatchkeySettings settings;

    PasswordLinks(
            ResetLinks links,
            PasswordResets resets,
            SignInPolicy policy,
            Audit audit,
            LatchkeySettings settings) {
        this.links = links;
        this.resets = resets;
        this.policy = policy;
        this.audit = audit;
        this.settings = settings;
    }

    /** Makes the token of the one link that works for this user, or refuses one to who has no use for a password (D16). */
    @Transactional
    Result<String> make(SignedInOperator operator, User user) {
        if (policy.waysIn(user) instanceof WaysIn.SsoOnly) {
            return Result.refused(LoginError.SSO_ONLY, user.email());
        }
        if (resets.waits(user)) {
            return Result.refused(LoginError.ADDRESS_NEW, user.email());
        }
        String token = links.made(operator, user, LIFETIME).orElse(null);
        if (token == null) {
            return Result.refused(LoginError.USER_INACTIVE, user.email());
        }
        audit.record(
                Actor.of(operator),
                user.organization(),
                PasswordLinkAction.USER_PASSWORD_LINK_MADE,
                "user",
                user.id().toString(),
                Map.of("email", user.email(), "hours", LIFETIME.toHours()));
        return Result.ok(token);
    }

    /** The link with this token in it. */
    String address(String token) {
        return settings.baseUrl() + "/login/reset?token=" + token;
    }

    /** Makes the user's open links useless, mailed ones too. */
    @Transactional
    void withdraw(SignedInOperator operator, User user) {
        int ended = links.end(user.organization(), user.id());
        if (ended > 0) {
            audit.record(
                    Actor.of(operator),
                    user.organization(),
                    PasswordLinkAction.USER_PASSWORD_LINK_WITHDRAWN,
                    "user",
                    user.id().toString(),
                    Map.of("email", user.email(), "links", ended));
        }
    }
}
