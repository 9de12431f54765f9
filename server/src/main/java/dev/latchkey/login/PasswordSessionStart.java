package dev.latchkey.login;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Begins the session of a user whose password was right. */
@Component
class PasswordSessionStart {
    private final Directory directory;
    private final Handover handover;
    private final Audit audit;
    private final Clock clock;

    PasswordSessionStart(Directory directory, Handover handover, Audit audit, Clock clock) {
        this.directory = directory;
        this.handover = handover;
        this.audit = audit;
        this.clock = clock;
    }

    /** Begins a session, unless the user was deactivated at this moment. */
    @Transactional
    Optional<Handover.Begun> begin(User user) {
        Instant now = clock.instant();
        if (!directory.signedIn(user, now)) {
            return Optional.empty();
        }
        Handover.Begun begun = handover.afterPassword(user, now);
        audit.record(
                new Actor(Actor.Kind.USER, user.id().toString(), user.email()),
                user.organization(),
                LoginAction.LOGIN_PASSWORD,
                "user",
                user.id().toString(),
                Map.of());
        return Optional.of(begun);
    }
}
