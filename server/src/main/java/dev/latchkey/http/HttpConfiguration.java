package dev.latchkey.http;

import dev.latchkey.shared.LatchkeySettings;
import java.net.URI;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Bounds Tomcat, and tells it who asks. It comes behind Spring Boot's own settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
class HttpConfiguration {
    private static final int WAITING_TO_BE_ACCEPTED = 200;
    private static final int QUIET_MILLIS = 10_000;
    private static final int KEPT_ALIVE_MILLIS = 15_000;

    /** Of two that are named at once, the order differs from build to build, and with it the jar. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TrustedProxies.class)
    static class Proxies {}

    @Bean
    Bounds httpBounds(HttpSettings settings, TrustedProxies proxies, LatchkeySettings latchkey) {
        return new Bounds(settings.maxConnections(), proxies, latchkey.baseUrl());
    }

    record Bounds(int connections, TrustedProxies proxies, URI baseUrl)
            implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            factory.setProtocol(WatchedProtocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                WatchedProtocol protocol = (WatchedProtocol) connector.getProtocolHandler();
                protocol.expect(proxies);
                protocol.setMaxConnections(connections);
                protocol.setAcceptCount(WAITING_TO_BE_ACCEPTED);
                protocol.setConnectionTimeout(QUIET_MILLIS);
                protocol.setKeepAliveTimeout(KEPT_ALIVE_MILLIS);
            });
            // What a client may have on the way is counted for the client, not for its proxy.
            factory.addEngineValves(
                    new ProxyValve(proxies, baseUrl), new PaceValve(Patience.USUAL));
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }
    }
}
