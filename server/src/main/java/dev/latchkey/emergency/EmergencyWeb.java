package dev.latchkey.emergency;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import dev.latchkey.web.PublicPath;
import dev.latchkey.web.PublicPath.Trait;
import dev.latchkey.web.PublicPaths;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation, and what of it everybody may come to. */
@Configuration(proxyBeanMethods = false)
class EmergencyWeb {
    @Bean
    static Navigation emergencyNavigation() {
        return Navigation.of(
                NavigationArea.ORGANIZATION.entry(70, "/emergency", "Emergency access"),
                NavigationArea.OWN_ORGANIZATION.entry(30, "/emergency", "Emergency access"));
    }

    @Bean
    static PublicPaths emergencyPaths() {
        return PublicPaths.of(PublicPath.of("/login/emergency", Trait.LEADS_IN));
    }
}
