package dev.latchkey.shared;

import java.time.Clock;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** The beans that every module may use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LatchkeySettings.class)
class SharedConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Lets a setting be a Secret. */
    @Component
    @ConfigurationPropertiesBinding
    static final class SecretConverter implements Converter<String, Secret> {
        @Override
        public Secret convert(String source) {
            return new Secret(source);
        }
    }
}
