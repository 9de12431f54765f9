package dev.latchkey.rollout;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation. */
@Configuration(proxyBeanMethods = false)
class RolloutWeb {
    @Bean
    static Navigation rolloutNavigation() {
        return Navigation.of(
                NavigationArea.ORGANIZATION.entry(60, "/rollouts", "Rollout").with("/cohorts"),
                NavigationArea.OWN_ORGANIZATION.entry(20, "/rollouts", "Rollout").with("/cohorts"));
    }
}
