package dev.latchkey.operators;

import dev.latchkey.shared.LatchkeySettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The cookie of an operator's session. SameSite=Strict: nothing of theirs is ever begun on another site. */
@Component
class OperatorCookies {
    private final boolean secure;
    private final String name;

    OperatorCookies(LatchkeySettings settings) {
        this.secure = settings.secure();
        this.name = secure ? "__Host-latchkey_operator" : "latchkey_operator";
    }

    Optional<String> session(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, name))
                .map(cookie -> cookie.getValue())
                .filter(value -> !value.isEmpty());
    }

    void set(HttpServletResponse response, String id) {
        write(response, id, Duration.ofSeconds(-1));
    }

    void clear(HttpServletResponse response) {
        write(response, "", Duration.ZERO);
    }

    private void write(HttpServletResponse response, String value, Duration age) {
        ResponseCookie cookie =
                ResponseCookie.from(name, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Strict")
                        .maxAge(age)
                        .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
