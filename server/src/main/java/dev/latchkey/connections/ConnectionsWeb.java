package dev.latchkey.connections;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import dev.latchkey.web.PublicPath;
import dev.latchkey.web.PublicPath.Trait;
import dev.latchkey.web.PublicPaths;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation, and what of it everybody may come to. */
@Configuration(proxyBeanMethods = false)
class ConnectionsWeb {
    @Bean
    static Navigation connectionsNavigation() {
        return Navigation.of(
                NavigationArea.ADMINS.entry(20, "/organization", "Organization"),
                NavigationArea.ORGANIZATION.entry(50, "/connections", "Single sign-on"),
                NavigationArea.OWN_ORGANIZATION.entry(10, "", "Overview"));
    }

    @Bean
    static PublicPaths connectionsPaths() {
        return PublicPaths.of(
                PublicPath.of("/saml/*/metadata", Trait.LEADS_IN, Trait.WITHOUT_SESSION));
    }
}
