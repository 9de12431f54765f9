package dev.latchkey.login;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import dev.latchkey.web.PublicPath;
import dev.latchkey.web.PublicPath.Trait;
import dev.latchkey.web.PublicPaths;
import dev.latchkey.web.PublicRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** What this module shows in the navigation, and what of it everybody may come to. */
@Configuration(proxyBeanMethods = false)
class LoginWeb {
    @Bean
    static Navigation loginNavigation() {
        return Navigation.of(NavigationArea.USERS.entry(10, "/console", "Console"));
    }

    @Bean
    static PublicPaths loginPaths() {
        return PublicPaths.of(
                        PublicPath.of("/login/**", Trait.LEADS_IN),
                        PublicPath.of("/login/password", Trait.LEADS_IN, Trait.BRINGS_PASSWORD),
                        PublicPath.of(
                                "/saml/**",
                                Trait.LEADS_IN,
                                Trait.WITHOUT_SESSION,
                                Trait.WITHOUT_TOKEN))
                .with(
                        new PublicRoute(HttpMethod.POST, "/saml/*/acs"),
                        new PublicRoute(HttpMethod.GET, "/login/finish"));
    }
}
