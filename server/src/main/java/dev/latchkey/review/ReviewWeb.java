package dev.latchkey.review;

import dev.latchkey.web.PublicPath;
import dev.latchkey.web.PublicPath.Trait;
import dev.latchkey.web.PublicPaths;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of this module everybody may come to: a person confirms their address by a link. */
@Configuration(proxyBeanMethods = false)
class ReviewWeb {
    @Bean
    static PublicPaths reviewPaths() {
        return PublicPaths.of(PublicPath.of("/login/address", Trait.LEADS_IN));
    }
}
