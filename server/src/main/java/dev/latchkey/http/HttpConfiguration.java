package dev.latchkey.http;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Bounds Tomcat. It comes behind Spring Boot's own settings, so that the client's address is known to it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
class HttpConfiguration {
    private static final int WAITING_TO_BE_ACCEPTED = 200;
    private static final int QUIET_MILLIS = 10_000;
    private static final int KEPT_ALIVE_MILLIS = 15_000;

    @Bean
    Bounds httpBounds(HttpSettings settings) {
        return new Bounds(settings.maxConnections());
    }

    record Bounds(int connections)
            implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            factory.setProtocol(WatchedProtocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                WatchedProtocol protocol = (WatchedProtocol) connector.getProtocolHandler();
                protocol.setMaxConnections(connections);
                protocol.setAcceptCount(WAITING_TO_BE_ACCEPTED);
                protocol.setConnectionTimeout(QUIET_MILLIS);
                protocol.setKeepAliveTimeout(KEPT_ALIVE_MILLIS);
            });
            factory.addEngineValves(new PaceValve());
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }
    }
}
