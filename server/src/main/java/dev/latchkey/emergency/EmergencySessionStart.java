package dev.latchkey.emergency;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Audit;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.login.EmergencySessions;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/** Begins the session of an emergency admin whose code was right. */
@Component
class EmergencySessionStart {
    private final Directory directory;
    private final RecoveryCodes codes;
    private final EmergencySessions sessions;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    EmergencySessionStart(
            Directory directory,
            RecoveryCodes codes,
            EmergencySessions sessions,
            Notices notices,
            Audit audit,
            Clock clock) {
        this.directory = directory;
        this.codes = codes;
        this.sessions = sessions;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Spends the code and begins a session, or leaves everything as it was. The user's row is locked first, as by those who
     * change users.
     */
    @Transactional
    Optional<EmergencySessions.Begun> begin(User user, RecoveryCode code, String ip) {
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
            TransactionInterceptor.currentTransactionStatus().setRollbackOnly();
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
