package dev.latchkey.login;

import dev.latchkey.directory.User;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.FailurePage;
import dev.latchkey.failures.Failures;
import dev.latchkey.failures.LoginError;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Sessions that begin with a recovery code. The caller has checked the code; here they begin and end. */
@Component
public class EmergencySessions {
    private final Sessions sessions;
    private final Handover handover;
    private final FailurePage failurePage;

    EmergencySessions(Sessions sessions, Handover handover, FailurePage failurePage) {
        this.sessions = sessions;
        this.handover = handover;
        this.failurePage = failurePage;
    }

    /** A session that its browser does not have yet. */
    public static final class Begun {
        private final Handover.Begun session;

        private Begun(Handover.Begun session) {
            this.session = session;
        }
    }

    /** Begins a session of at most one hour, in the caller's transaction. */
    public Begun begin(User user, Instant now) {
        return new Begun(handover.afterRecoveryCode(user, now));
    }

    /**
     * Gives the browser its session, in place of the one that it had; where somebody else is signed in there, they are
     * asked first.
     *
     * @param purpose what the person came for
     * @return where they go now
     */
    public String handOver(
            Begun begun,
            Purpose purpose,
            HttpServletRequest request,
            HttpServletResponse response) {
        return handover.handOver(begun.session, purpose, request, response);
    }

    /** Ends the user's sessions that began with a recovery code. */
    public void end(OrganizationId organization, UserId user) {
        sessions.end(organization, user, Session.Method.EMERGENCY);
    }

    /**
     * The page of a sign-in that failed; the record of it is for the organization's admins and the operators.
     *
     * @param organization where the address belongs to, null where to none or to several
     */
    public ModelAndView refused(
            LoginError error,
            @Nullable OrganizationId organization,
            EmailAddress email,
            HttpServletRequest request) {
        return failurePage.show(
                Failure.of(error),
                new Failures.About(organization, null, email.value(), null),
                request);
    }
}
