package dev.latchkey.web;

import dev.latchkey.web.PublicPath.Trait;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is public of the shell itself. */
@Configuration(proxyBeanMethods = false)
class WebPaths {
    static final String HEALTH = "/actuator/health";

    @Bean
    static PublicPaths shellPaths() {
        return PublicPaths.of(
                PublicPath.of("/"),
                PublicPath.of("/error"),
                PublicPath.of("/css/**", Trait.WITHOUT_SESSION),
                PublicPath.of("/js/**", Trait.WITHOUT_SESSION),
                PublicPath.of(HEALTH + "/**"),
                // Nothing is there but in a demo, and nobody has to sign in to be told so.
                PublicPath.of("/demo/**"));
    }
}
