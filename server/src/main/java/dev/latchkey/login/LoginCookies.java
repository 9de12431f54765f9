package dev.latchkey.login;

import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.Tokens;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The cookies of a sign-in: host-only, out of reach of scripts, and Secure wherever the server is reached by https. */
@Component
public class LoginCookies {
    private static final Duration BOUNCE = Duration.ofMinutes(2);

    private final boolean secure;
    private final String prefix;

    LoginCookies(LatchkeySettings settings) {
        this.secure = "https".equalsIgnoreCase(settings.baseUrl().getScheme());
        this.prefix = secure ? "__Host-" : "";
    }

    public Optional<String> session(HttpServletRequest request) {
        return read(request, "latchkey_session");
    }

    void setSession(HttpServletResponse response, String id) {
        write(response, "latchkey_session", id, Duration.ofSeconds(-1));
    }

    public void clearSession(HttpServletResponse response) {
        write(response, "latchkey_session", "", Duration.ZERO);
    }

    Optional<String> browser(HttpServletRequest request) {
        return read(request, "latchkey_browser");
    }

    /** The browser's binding value; kept when there is one, so that two tabs can sign in at once. */
    String bind(HttpServletRequest request, HttpServletResponse response) {
        return browser(request)
                .filter(value -> value.length() >= 32)
                .orElseGet(() -> {
                    String value = Tokens.random();
                    write(response, "latchkey_browser", value, Duration.ofSeconds(-1));
                    return value;
                });
    }

    /** Marks a sign-in restarted for an unsolicited Response; false when one was restarted a moment ago already. */
    boolean markRestart(HttpServletRequest request, HttpServletResponse response) {
        boolean first = read(request, "latchkey_restart").isEmpty();
        write(response, "latchkey_restart", first ? "1" : "", first ? BOUNCE : Duration.ZERO);
        return first;
    }

    void clearRestart(HttpServletResponse response) {
        write(response, "latchkey_restart", "", Duration.ZERO);
    }

    private Optional<String> read(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(prefix + name) && !cookie.getValue().isEmpty()) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    private void write(HttpServletResponse response, String name, String value, Duration age) {
        ResponseCookie cookie =
                ResponseCookie.from(prefix + name, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .maxAge(age)
                        .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
