package dev.latchkey.bench;

import dev.latchkey.LatchkeyApplication;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.CertificateReading;
import dev.latchkey.saml.TrustedCertificate;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Result;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a sign-in needs to be there: an organization, its users, each enabled, and a connection that takes unsolicited
 * Responses. Made by the product's own code.
 */
record Installation(String spEntityId, String acsUrl, List<String> emails) {

    static Installation prepare(
            Map<String, String> settings, String domain, X509Certificate idp, int users) {
        try (ConfigurableApplicationContext context = start(settings)) {
            return fill(context, domain, idp, users);
        }
    }

    /** Makes a connection for an organization that is there. */
    static ConnectionId connect(
            Map<String, String> settings, OrganizationId organization, X509Certificate idp) {
        try (ConfigurableApplicationContext context = start(settings)) {
            return connect(context, organization, idp);
        }
    }

    static ConnectionId connect(
            ConfigurableApplicationContext context,
            OrganizationId organization,
            X509Certificate idp) {
        return ok(context.getBean(Connections.class)
                        .create(Caller.system(organization), details(idp)))
                .id();
    }

    /** The server in this process; on any port, where the settings name none. */
    static ConfigurableApplicationContext start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("server.port", "0");
        return new SpringApplication(LatchkeyApplication.class)
                .run(
                        all.entrySet().stream()
                                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                                .toArray(String[]::new));
    }

    static Installation fill(
            ConfigurableApplicationContext context, String domain, X509Certificate idp, int users) {
        Directory directory = context.getBean(Directory.class);
        Connections connections = context.getBean(Connections.class);
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        Organization organization = ok(directory.create(Actor.SYSTEM, "Bench", Edition.ENTERPRISE));
        Connection connection =
                ok(connections.create(Caller.system(organization.id()), details(idp)));
        List<String> emails = new ArrayList<>(users);
        for (int i = 0; i < users; i++) {
            String email = "user" + i + "@" + domain;
            User user =
                    ok(
                            directory.createUser(
                                    Caller.system(organization.id()),
                                    new NewUser(email, "User " + i, false)));
            jdbc.sql(
                            """
                            insert into enrollment (organization_id, user_id, connection_id, state, changed_at,
                                changed_by)
                            values (?, ?, ?, 'PILOT', now(), 'bench')
                            """)
                    .params(organization.id().value(), user.id().value(), connection.id().value())
                    .update();
            emails.add(email);
        }
        return new Installation(
                connections.spEntityId(connection), connections.acsUrl(connection), emails);
    }

    /** Responses for its users in turn, each with the number as its id; they are good for a few minutes. */
    List<byte[]> sign(SignedMessages idp, int first, int count) {
        Instant now = Instant.now();
        return IntStream.range(first, first + count)
                .parallel()
                .mapToObj(i -> {
                    var content =
                            new SignedMessages.Content(
                                    String.valueOf(i),
                                    emails.get(i % emails.size()),
                                    spEntityId,
                                    acsUrl,
                                    null,
                                    now);
                    try {
                        return idp.response(content, false, true);
                    } catch (Exception e) {
                        throw new IllegalStateException("a message could not be signed", e);
                    }
                })
                .toList();
    }

    private static ConnectionDetails details(X509Certificate idp) {
        ConnectionDetails usual =
                ConnectionDetails.usual(
                        "Bench",
                        SignedMessages.IDP,
                        "https://idp.example/sso",
                        Binding.HTTP_REDIRECT,
                        List.of(pinned(idp)));
        return new ConnectionDetails(
                usual.name(),
                usual.idpEntityId(),
                usual.ssoUrl(),
                usual.ssoBinding(),
                null,
                null,
                null,
                null,
                usual.email(),
                usual.signature(),
                usual.encryption(),
                false,
                true,
                false,
                usual.clockSkewSeconds(),
                usual.certificates());
    }

    private static TrustedCertificate pinned(X509Certificate certificate) {
        try {
            return ((CertificateReading.Read) TrustedCertificate.readDer(certificate.getEncoded()))
                    .certificate();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T ok(Result<T> result) {
        if (result instanceof Result.Ok<T>(T value)) {
            return value;
        }
        throw new IllegalStateException(result.toString());
    }
}
