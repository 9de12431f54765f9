package dev.latchkey.failures;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation. */
@Configuration(proxyBeanMethods = false)
class FailuresWeb {
    @Bean
    static Navigation failuresNavigation() {
        return Navigation.of(
                NavigationArea.OPERATORS.entry(30, "/operator/failures", "Failed sign-ins"),
                NavigationArea.ORGANIZATION.entry(80, "/failures", "Failed sign-ins"),
                NavigationArea.OWN_ORGANIZATION.entry(50, "/failures", "Failed sign-ins"));
    }
}
