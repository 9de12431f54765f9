package dev.latchkey.operators;

import dev.latchkey.shell.Navigation;
import dev.latchkey.shell.NavigationArea;
import dev.latchkey.web.PublicPath;
import dev.latchkey.web.PublicPath.Trait;
import dev.latchkey.web.PublicPaths;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module shows in the navigation, and what of it everybody may come to. */
@Configuration(proxyBeanMethods = false)
class OperatorsWeb {
    @Bean
    static Navigation operatorsNavigation() {
        return Navigation.of(
                NavigationArea.OPERATORS.entry(60, "/operator/operators", "Operators"));
    }

    @Bean
    static PublicPaths operatorsPaths() {
        return PublicPaths.of(
                PublicPath.of("/operator/login", Trait.LEADS_IN, Trait.BRINGS_PASSWORD),
                PublicPath.of("/operator/setup", Trait.LEADS_IN));
    }
}
