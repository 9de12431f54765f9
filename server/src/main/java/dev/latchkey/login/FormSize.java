package dev.latchkey.login;

import dev.latchkey.connections.MessageLimits;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Lets Tomcat take a form with the largest message. Its own bound would be inside that of messages without knowing it;
 * other forms have no more than this either.
 */
@Component
record FormSize(MessageLimits limits)
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        int needed = Math.toIntExact(limits.limits().formBytes());
        factory.addConnectorCustomizers(
                connector ->
                        connector.setMaxPostSize(Math.max(needed, connector.getMaxPostSize())));
    }

    /** Behind Spring Boot's own settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
