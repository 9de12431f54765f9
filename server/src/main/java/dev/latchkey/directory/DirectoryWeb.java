package dev.latchkey.directory;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation. */
@Configuration(proxyBeanMethods = false)
class DirectoryWeb {
    @Bean
    static Navigation directoryNavigation() {
        return Navigation.of(
                NavigationArea.OPERATORS.entry(10, "/operator", "Organizations"),
                NavigationArea.ORGANIZATION.entry(10, "", "Overview"),
                NavigationArea.ORGANIZATION.entry(30, "/users", "Users"),
                NavigationArea.ORGANIZATION.entry(40, "/accounts", "Accounts"));
    }
}
