package dev.latchkey.emergency;

import dev.latchkey.audit.Audit;
import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.Caller;
import dev.latchkey.audit.Subject;
import dev.latchkey.directory.User;
import dev.latchkey.login.EmergencySessions;
import dev.latchkey.shared.OrganizationLock;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gives emergency access, takes it away, and makes codes. Each is audited and told to the organization's admins. */
@Component
class EmergencyService {
    private final JdbcClient jdbc;
    private final RecoveryCodes codes;
    private final EmergencySessions sessions;
    private final OrganizationLock lock;
    private final ObjectProvider<EmergencyGuard> guards;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    EmergencyService(
            JdbcClient jdbc,
            RecoveryCodes codes,
            EmergencySessions sessions,
            OrganizationLock lock,
            ObjectProvider<EmergencyGuard> guards,
            Notices notices,
            Audit audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.codes = codes;
        this.sessions = sessions;
        this.lock = lock;
        this.guards = guards;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** Names an admin of the organization of the person who acts. The admin makes their codes alone. */
    @Transactional
    Result<User> name(Caller caller, User user) {
        lock.take(caller.organization());
        if (!user.active() || !user.admin()) {
            return Result.refused(EmergencyError.NOT_AN_ADMIN, user.email());
        }
        Instant now = clock.instant();
        int named =
                jdbc.sql(
                                """
                                insert into emergency_admin (organization_id, user_id, named_at, named_by)
                                values (?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(
                                caller.organization().value(),
                                user.id().value(),
                                Timestamp.from(now),
                                caller.actor().name())
                        .update();
        if (named == 0) {
            return Result.refused(EmergencyError.ALREADY_NAMED, user.email());
        }
        record(caller, user, EmergencyAction.NAMED, Map.of("email", user.email()));
        notices.announce(Notice.Kind.NAMED, user, now, null, 0);
        return Result.ok(user);
    }

    /** Ends it: the codes are useless at once, and whoever came in by one is signed out. */
    @Transactional
    Result<User> end(Caller caller, User user) {
        lock.take(caller.organization());
        if (!codes.lock(caller.organization(), user.id())) {
            return Result.ok(user);
        }
        Optional<Problem> problem =
                guards.orderedStream()
                        .flatMap(guard -> guard.mayEnd(caller.organization(), user.id()).stream())
                        .findFirst();
        if (problem.isPresent()) {
            return new Result.Refused<>(List.of(problem.get()));
        }
        jdbc.sql("delete from emergency_admin where organization_id = ? and user_id = ?")
                .params(caller.organization().value(), user.id().value())
                .update();
        sessions.end(caller.organization(), user.id());
        record(caller, user, EmergencyAction.ENDED, Map.of("email", user.email()));
        notices.announce(Notice.Kind.ENDED, user, clock.instant(), null, 0);
        return Result.ok(user);
    }

    /** A new set for whoever asks, in place of their old one. */
    @Transactional
    Result<List<RecoveryCode>> makeCodes(Caller caller, User user) {
        lock.take(caller.organization());
        if (!codes.lock(caller.organization(), user.id())) {
            return Result.refused(EmergencyError.NOT_NAMED, user.email());
        }
        Instant now = clock.instant();
        List<RecoveryCode> made = codes.replace(caller.organization(), user.id(), now);
        record(
                caller,
                user,
                EmergencyAction.CODES_MADE,
                Map.of("email", user.email(), "codes", made.size()));
        notices.announce(Notice.Kind.CODES_MADE, user, now, null, made.size());
        return Result.ok(made);
    }

    private void record(Caller caller, User user, AuditAction action, Map<String, ?> detail) {
        audit.record(caller, action, Subject.of(user.id()), detail);
    }
}
