package dev.latchkey.connections;

import dev.latchkey.secrets.SealedColumn;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The settings of this module, and what it has sealed. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MessageLimits.class)
class ConnectionsConfiguration {
    @Bean
    static SealedColumn sealedPrivateKeys() {
        return ConnectionKeys.SEALED;
    }
}
