package dev.latchkey.web;

import dev.latchkey.shared.LatchkeySettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Carries a one-time token from the form that made it to the page that shows it, in the browser that sent the form:
 * the page is asked for anew, so reloading it makes nothing, and shows the token once, because its cookie is cleared
 * with it. Nothing but a token's letters comes back, whatever somebody put into the cookie.
 */
@Component
public class ShownOnce {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,100}");
    private static final Duration LONG_ENOUGH_TO_BE_LED_ON = Duration.ofMinutes(1);

    private final boolean secure;
    private final String prefix;

    ShownOnce(LatchkeySettings settings) {
        this.secure = settings.secure();
        this.prefix = secure ? "__Host-latchkey_once_" : "latchkey_once_";
    }

    /** @param purpose which page shows it, a word of our own */
    public void keep(String purpose, String token, HttpServletResponse response) {
        write(purpose, token, LONG_ENOUGH_TO_BE_LED_ON, response);
    }

    /** The token, which nobody gets a second time. */
    public Optional<String> take(
            String purpose, HttpServletRequest request, HttpServletResponse response) {
        Optional<String> token =
                Optional.ofNullable(WebUtils.getCookie(request, prefix + purpose))
                        .map(cookie -> cookie.getValue())
                        .filter(value -> TOKEN.matcher(value).matches());
        token.ifPresent(shown -> write(purpose, "", Duration.ZERO, response));
        return token;
    }

    private void write(
            String purpose, String value, Duration age, HttpServletResponse response) {
        ResponseCookie cookie =
                ResponseCookie.from(prefix + purpose, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Strict")
                        .maxAge(age)
                        .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
