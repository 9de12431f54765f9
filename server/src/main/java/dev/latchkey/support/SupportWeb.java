package dev.latchkey.support;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation. */
@Configuration(proxyBeanMethods = false)
class SupportWeb {
    @Bean
    static Navigation supportNavigation() {
        return Navigation.of(
                NavigationArea.OPERATORS.entry(20, "/operator/requests", "Requests"),
                NavigationArea.ORGANIZATION.entry(20, "/requests", "Requests"),
                NavigationArea.OWN_ORGANIZATION.entry(40, "/requests", "Requests"));
    }
}
