package dev.latchkey.mail;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation. */
@Configuration(proxyBeanMethods = false)
class MailWeb {
    @Bean
    static Navigation mailNavigation() {
        return Navigation.of(NavigationArea.OPERATORS.entry(50, "/operator/mail", "Mail"));
    }
}
