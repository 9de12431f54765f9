package dev.latchkey.web;

import dev.latchkey.shared.LatchkeySettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.servlet.filter.OrderedHiddenHttpMethodFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may go where, and the headers of every answer. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self';"
                    + " frame-ancestors 'none'; base-uri 'none'";

    /**
     * Where a sign-in arrives and ends. Everybody may come here, nobody has a name yet, and what makes a request good
     * is in its message or ticket: so nothing is asked of sessions or tokens, and the answer has the headers of every
     * answer.
     */
    @Bean
    @Order(0)
    SecurityFilterChain signInFilterChain(HttpSecurity http, DeclaredPaths paths) {
        http.securityMatcher(paths::isArrival);
        http.csrf(csrf -> csrf.disable());
        http.sessionManagement(sessions -> sessions.disable());
        http.securityContext(context -> context.disable());
        http.requestCache(cache -> cache.disable());
        http.anonymous(anonymous -> anonymous.disable());
        http.exceptionHandling(handling -> handling.disable());
        http.servletApi(api -> api.disable());
        http.logout(logout -> logout.disable());
        headers(http);
        return http.build();
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            LatchkeySettings settings,
            DeclaredPaths paths,
            ObjectProvider<EndedForms> ended,
            List<SessionAuthenticator> authenticators) {
        http.sessionManagement(
                sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        http.addFilterBefore(
                new SessionFilter(paths, authenticators),
                UsernamePasswordAuthenticationFilter.class);
        http.addFilterBefore(new OversizedForms(), CsrfFilter.class);
        // Every request of ours authenticates anew. Spring Security would take each for a sign-in
        // and replace the token: the stylesheet beside a page would take that page's token away.
        http.csrf(csrf ->
                csrf.csrfTokenRepository(csrfCookie(settings))
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
                        .ignoringRequestMatchers(paths.patternsWithoutToken()));
        http.requestCache(cache -> cache.disable());
        http.logout(logout -> logout.disable());
        http.authorizeHttpRequests(requests -> {
            requests.requestMatchers(paths.patterns()).permitAll();
            for (Area area : Area.values()) {
                requests.requestMatchers(area.path(), area.path() + "/**").hasRole(area.name());
            }
            requests.requestMatchers("/logout").hasRole(Area.USER.name());
            requests.anyRequest().denyAll();
        });
        http.exceptionHandling(handling ->
                handling.authenticationEntryPoint((request, response, e) ->
                                response.sendRedirect(onward(request, ended)))
                        .accessDeniedHandler(hidden(ended)));
        headers(http);
        return http.build();
    }

    private static void headers(HttpSecurity http) {
        http.headers(headers ->
                headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)));
    }

    private static CookieCsrfTokenRepository csrfCookie(LatchkeySettings settings) {
        CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
        repository.setCookieName(settings.secure() ? "__Host-csrf" : "csrf");
        repository.setCookieCustomizer(cookie ->
                cookie.secure(settings.secure()).httpOnly(true).sameSite("Lax").path("/"));
        return repository;
    }

    /** To the sign-in; whoever wanted to leave is told that they are out, and a form is looked after. */
    private static String onward(HttpServletRequest request, ObjectProvider<EndedForms> ended) {
        String path = request.getRequestURI();
        if (path.equals("/logout")) {
            return "/login/out";
        }
        return kept(request, ended)
                .map(page -> ReturnTo.signIn(request, page))
                .orElseGet(() -> ReturnTo.signIn(request));
    }

    private static Optional<String> kept(
            HttpServletRequest request, ObjectProvider<EndedForms> ended) {
        EndedForms forms = ended.getIfAvailable();
        return forms == null ? Optional.empty() : forms.keep(request);
    }

    /** A forged form is told so; whoever has no business at a place is told that there is none. */
    private static AccessDeniedHandler hidden(ObjectProvider<EndedForms> ended) {
        return (request, response, e) -> {
            Optional<String> page =
                    e instanceof CsrfException ? kept(request, ended) : Optional.empty();
            if (page.isPresent()) {
                response.sendRedirect(page.get());
            } else {
                response.sendError(e instanceof CsrfException ? 403 : 404);
            }
        };
    }

    /**
     * Reads a form's {@code _method} behind the filters of security: what they refuse is not read, and a form that is
     * too large is noticed by them.
     */
    @Bean
    OrderedHiddenHttpMethodFilter hiddenHttpMethodFilter() {
        OrderedHiddenHttpMethodFilter filter = new OrderedHiddenHttpMethodFilter();
        filter.setOrder(0);
        return filter;
    }

    /** Nobody signs in by Spring Security's own means; a bean here also keeps it from inventing a user. */
    @Bean
    AuthenticationManager authenticationManager() {
        return authentication -> {
            throw new ProviderNotFoundException("sessions are the only authentication");
        };
    }
}
