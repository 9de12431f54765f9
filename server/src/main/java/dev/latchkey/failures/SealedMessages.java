package dev.latchkey.failures;

import dev.latchkey.secrets.SealedColumn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this module has sealed. */
@Configuration(proxyBeanMethods = false)
class SealedMessages {
    @Bean
    static SealedColumn sealedFailureMessages() {
        return Failures.SEALED;
    }
}
