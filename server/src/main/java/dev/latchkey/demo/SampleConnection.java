package dev.latchkey.demo;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.TrustedCertificate;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** What a connection to the demo IdP has to say, at the port and with the keys of this start. */
@Component
@Profile("demo")
class SampleConnection {
    private final IdpEndpoints endpoints;
    private final IdpKeys keys;
    private final Connections connections;

    SampleConnection(IdpEndpoints endpoints, IdpKeys keys, Connections connections) {
        this.endpoints = endpoints;
        this.keys = keys;
        this.connections = connections;
    }

    ConnectionDetails details(Tenant tenant) {
        ConnectionDetails usual =
                ConnectionDetails.usual(
                        tenant.idpName(),
                        tenant.entityId(),
                        endpoints.sso(tenant),
                        Binding.HTTP_REDIRECT,
                        List.of(certificate(tenant)));
        return atThisStart(tenant, usual);
    }

    /** Corrects what another port, base URL or data folder has made stale; keeps what people have set. */
    void refresh(Tenant tenant, Connection connection) {
        ConnectionDetails now = atThisStart(tenant, connection.details());
        if (!same(now, connection.details())) {
            connections.update(
                    SampleData.demo(connection.organization()),
                    connection.id(),
                    connection.version(),
                    now);
        }
    }

    private ConnectionDetails atThisStart(Tenant tenant, ConnectionDetails d) {
        return new ConnectionDetails(
                d.name(),
                d.idpEntityId(),
                endpoints.sso(tenant),
                d.ssoBinding(),
                endpoints.slo(tenant),
                null,
                Binding.HTTP_REDIRECT,
                d.logoutRedirectUrl(),
                d.email(),
                d.signature(),
                d.encryption(),
                d.signAuthnRequests(),
                d.acceptUnsolicited(),
                d.refuseExpiredCertificates(),
                d.clockSkewSeconds(),
                List.of(certificate(tenant)));
    }

    private static boolean same(ConnectionDetails one, ConnectionDetails other) {
        return one.ssoUrl().equals(other.ssoUrl())
                && java.util.Objects.equals(one.sloUrl(), other.sloUrl())
                && fingerprints(one).equals(fingerprints(other));
    }

    private static List<String> fingerprints(ConnectionDetails details) {
        return details.certificates().stream().map(TrustedCertificate::sha256).toList();
    }

    private TrustedCertificate certificate(Tenant tenant) {
        try {
            if (TrustedCertificate.readDer(keys.of(tenant).certificate().getEncoded())
                    instanceof CertificateReading.Read(TrustedCertificate read)) {
                return read;
            }
            throw new IllegalStateException("the demo IdP's own certificate can't be read");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the demo IdP's own certificate can't be written", e);
        }
    }
}
