package dev.latchkey.demo;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.shared.ConnectionId;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The services that the demo IdP answers to: the connections of this installation and nothing else. */
@Component
@Profile("demo")
class ServiceProviders {
    private final Connections connections;
    private final SampleDirectory directory;

    ServiceProviders(Connections connections, SampleDirectory directory) {
        this.connections = connections;
        this.directory = directory;
    }

    /** Who asks, if it is one of ours and wants its answer where its answers belong. */
    Optional<Connection> of(Asked asked) {
        String issuer = asked.issuer();
        return ConnectionId.parse(issuer.substring(issuer.lastIndexOf('/') + 1))
                .flatMap(connections::find)
                .filter(found -> connections.spEntityId(found).equals(issuer))
                .filter(found ->
                        asked.acsUrl() == null || connections.acsUrl(found).equals(asked.acsUrl()));
    }

    Optional<Connection> of(String sid) {
        return ConnectionId.parse(sid).flatMap(connections::find);
    }

    /** The connections of the tenant's organization that name this IdP. */
    List<Connection> of(Tenant tenant) {
        return directory.organization(tenant).stream()
                .flatMap(organization -> connections.of(organization).stream())
                .filter(connection -> connection.idpEntityId().equals(tenant.entityId()))
                .toList();
    }

    String entityId(Connection connection) {
        return connections.spEntityId(connection);
    }

    String acsUrl(Connection connection) {
        return connections.acsUrl(connection);
    }

    String sloUrl(Connection connection) {
        return connections.sloUrl(connection);
    }
}
