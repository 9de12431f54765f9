package dev.latchkey.audit;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation. */
@Configuration(proxyBeanMethods = false)
class AuditWeb {
    @Bean
    static Navigation auditNavigation() {
        return Navigation.of(
                NavigationArea.OPERATORS.entry(40, "/operator/audit", "Audit"),
                NavigationArea.ORGANIZATION.entry(90, "/audit", "Audit"),
                NavigationArea.OWN_ORGANIZATION.entry(60, "/audit", "Audit"));
    }
}
