package dev.latchkey.secretkeys;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation. */
@Configuration(proxyBeanMethods = false)
class SecretKeysWeb {
    @Bean
    static Navigation secretKeysNavigation() {
        return Navigation.of(
                NavigationArea.OPERATORS.entry(70, "/operator/secret-keys", "Secret keys"));
    }
}
