package dev.latchkey.e2e;

import dev.latchkey.shared.OperatorId;
import dev.latchkey.web.SessionAuthenticator;
import dev.latchkey.web.SignedInOperator;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

/** Takes whoever has the test's cookie for an operator, on the operators' pages only. */
@TestConfiguration(proxyBeanMethods = false)
class OperatorByCookie {
    static final String COOKIE = "operator-of-this-test";
    static final SignedInOperator SAM =
            new SignedInOperator(OperatorId.next(), "sam@vendor.example", "Sam");

    @Bean
    SessionAuthenticator operatorByCookie() {
        return request -> {
            boolean carried =
                    request.getCookies() != null
                            && Arrays.stream(request.getCookies())
                                    .anyMatch(cookie -> cookie.getName().equals(COOKIE));
            boolean place = Objects.toString(request.getRequestURI()).startsWith("/operator");
            return carried && place ? Optional.of(operator()) : Optional.empty();
        };
    }

    private static Authentication operator() {
        return UsernamePasswordAuthenticationToken.authenticated(
                SAM, null, AuthorityUtils.createAuthorityList("ROLE_OPERATOR"));
    }
}
