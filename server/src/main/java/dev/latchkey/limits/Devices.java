package dev.latchkey.limits;

import dev.latchkey.http.ClientAddress;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.Secret;
import dev.latchkey.shared.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Remembers in which browsers somebody signed in with their password, so that a stranger's wrong tries are not theirs.
 * A known browser is asked for the password like any other.
 */
@Component
public class Devices {
    private static final Duration KEPT = Duration.ofDays(180);
    private static final int MOST_OF_AN_ACCOUNT = 20;
    private static final Pattern TOKEN = Pattern.compile("[\\w-]{43}");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final boolean secure;
    private final String cookie;

    Devices(JdbcClient jdbc, Clock clock, LatchkeySettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.secure = settings.secure();
        this.cookie = secure ? "__Host-latchkey_device" : "latchkey_device";
    }

    /** Who sends this request. */
    public Visitor visitor(HttpServletRequest request) {
        return new Visitor(ClientAddress.of(request), token(request).map(Secret::new).orElse(null));
    }

    private Optional<String> token(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, cookie))
                .map(found -> found.getValue())
                .filter(value -> TOKEN.matcher(value).matches());
    }

    /** Whether this account was signed in to from this browser before. */
    boolean known(String purpose, EmailAddress account, Visitor visitor) {
        return visitor.device() != null
                && jdbc.sql(
                                """
                                select exists (select 1 from known_device where id = ? and expires_at > ?)
                                """)
                        .params(
                                id(purpose, account, visitor.device().reveal()),
                                Timestamp.from(clock.instant()))
                        .query(Boolean.class)
                        .single();
    }

    /** Remembers the browser of somebody whose password was right. The oldest of many browsers are forgotten. */
    public void remember(
            String purpose,
            EmailAddress account,
            HttpServletRequest request,
            HttpServletResponse response) {
        String token = token(request).orElseGet(Tokens::random);
        jdbc.sql(
                        """
                        with kept as (
                          insert into known_device (id, account, expires_at) values (:id, :account, :expires)
                          on conflict (id) do update set expires_at = excluded.expires_at)
                        delete from known_device where id in (
                          select id from known_device where account = :account and id <> :id
                          order by expires_at desc offset :most)
                        """)
                .param("id", id(purpose, account, token))
                .param("account", account(purpose, account))
                .param("expires", Timestamp.from(clock.instant().plus(KEPT)))
                .param("most", MOST_OF_AN_ACCOUNT - 1)
                .update();
        ResponseCookie set =
                ResponseCookie.from(cookie, token)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .maxAge(KEPT)
                        .build();
        response.addHeader(HttpHeaders.SET_COOKIE, set.toString());
    }

    private static byte[] id(String purpose, EmailAddress account, String token) {
        return Tokens.hash("device|" + purpose + "|" + token + "|" + account.key());
    }

    private static byte[] account(String purpose, EmailAddress account) {
        return Tokens.hash("account|" + purpose + "|" + account.key());
    }

    @Scheduled(initialDelay = 3, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        jdbc.sql("delete from known_device where expires_at < ?")
                .param(Timestamp.from(clock.instant()))
                .update();
    }
}
