package dev.latchkey.login;

import dev.latchkey.directory.User;
import dev.latchkey.failures.LoginError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where every way in ends: here, and nowhere else, a session begins in Java and a browser gets it, in place of the one
 * that it had. Where somebody else is signed in there, they are asked first (requirement D10): a link, or whoever else
 * uses this browser, replaces nobody's session unasked. Where the person goes then, {@link LoginFlow#next} decides. A
 * sign-in by SSO begins its session by the statement that lets the user in, and it is fetched here like every other.
 */
@Component
class Handover {
    private final Sessions sessions;
    private final LoginCookies cookies;
    private final LoginFlow flow;
    private final Clock clock;

    Handover(Sessions sessions, LoginCookies cookies, LoginFlow flow, Clock clock) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.flow = flow;
        this.clock = clock;
    }

    /** A session that its browser does not have yet. */
    record Begun(String id, Session.Person person) {
        @Override
        public String toString() {
            return person + " ***";
        }
    }

    /** What comes of a sign-in whose session waits for its browser. */
    sealed interface Outcome {
        /** To this path of ours: where the person wanted to go, or where they are asked. */
        record GoOn(String path) implements Outcome {}

        record Refused(LoginError error) implements Outcome {}
    }

    /** Begins a session after a password, in the caller's transaction. */
    Begun afterPassword(User user, Instant now) {
        return new Begun(sessions.begin(user, now), person(user, Session.Method.PASSWORD));
    }

    /** Begins a session of at most one hour after a recovery code, in the caller's transaction. */
    Begun afterRecoveryCode(User user, Instant now) {
        return new Begun(
                sessions.beginEmergency(user, now), person(user, Session.Method.EMERGENCY));
    }

    private static Session.Person person(User user, Session.Method method) {
        return new Session.Person(user.organization(), user.id(), method);
    }

    /** Hands over a session that has just begun here, or asks first. Returns where the person goes. */
    String handOver(
            Begun begun,
            Purpose purpose,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (cookies.session(request).isEmpty()) {
            return enter(begun.id(), begun.person(), purpose, request, response);
        }
        String browser = cookies.bind(request, response);
        sessions.park(begun.id(), browser, purpose);
        return meeting(begun.id(), browser, request).isPresent()
                ? OtherPersonController.path(begun.id())
                : handed(take(begun.id(), browser, request, response));
    }

    /** Nothing but the end of the user's access at this very moment comes in between. */
    private static String handed(Outcome outcome) {
        return outcome instanceof Outcome.GoOn(String path) ? path : "/login";
    }

    /** Hands over the session that waits under the ticket, or asks first. */
    Outcome finish(String ticket, HttpServletRequest request, HttpServletResponse response) {
        return meeting(ticket, request).isPresent()
                ? new Outcome.GoOn(OtherPersonController.path(ticket))
                : take(ticket, request, response);
    }

    /** Who is signed in in this browser, and who would be in their place; nothing where nobody needs to be asked. */
    Optional<Sessions.Meeting> meeting(String ticket, HttpServletRequest request) {
        return meeting(ticket, cookies.browser(request).orElse(null), request);
    }

    private Optional<Sessions.Meeting> meeting(
            String ticket, @Nullable String browser, HttpServletRequest request) {
        Instant now = clock.instant();
        return cookies.session(request)
                .flatMap(present -> sessions.meeting(present, ticket, browser, now));
    }

    /** Hands over the session that waits under the ticket; whoever had to be asked has answered. */
    Outcome take(String ticket, HttpServletRequest request, HttpServletResponse response) {
        return take(ticket, cookies.browser(request).orElse(null), request, response);
    }

    private Outcome take(
            String ticket,
            @Nullable String browser,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (sessions.fetch(ticket, browser, clock.instant())) {
            case Sessions.Fetched.Nothing nothing when isOfThisBrowser(ticket, request) ->
                    new Outcome.GoOn("/");
            case Sessions.Fetched.Nothing nothing -> new Outcome.Refused(LoginError.TICKET_INVALID);
            case Sessions.Fetched.OtherBrowser other ->
                    new Outcome.Refused(LoginError.OTHER_BROWSER);
            case Sessions.Fetched.Handed(var id, var person, var purpose) -> {
                String path = enter(id, person, purpose, request, response);
                cookies.clearRestart(response);
                yield new Outcome.GoOn(path);
            }
        };
    }

    /** The end of every way in: the session that the browser had is over, the new one is its own. */
    private String enter(
            String id,
            Session.Person person,
            Purpose purpose,
            HttpServletRequest request,
            HttpServletResponse response) {
        String path = flow.next(person, purpose);
        cookies.session(request).ifPresent(sessions::end);
        cookies.setSession(response, id);
        return path;
    }

    /** Whether the session that this browser has says that it came of this ticket, as after going back. */
    private boolean isOfThisBrowser(String ticket, HttpServletRequest request) {
        return cookies.session(request)
                .flatMap(SessionToken::parse)
                .flatMap(present ->
                        SessionToken.parse(ticket)
                                .filter(given -> given.session().equals(present.session())))
                .isPresent();
    }

    /** Whether the session under this ticket was handed over already, as after a double click. */
    boolean taken(String ticket) {
        return sessions.handedOver(ticket);
    }

    /** Ends the session that waits, if it waits for this browser. */
    void leave(String ticket, HttpServletRequest request) {
        sessions.endWaiting(ticket, cookies.browser(request).orElse(null));
    }
}
