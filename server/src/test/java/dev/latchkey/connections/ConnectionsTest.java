package dev.latchkey.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Edition;
import dev.latchkey.directory.Organization;
import dev.latchkey.saml.AuthnRequest;
import dev.latchkey.saml.Binding;
import dev.latchkey.saml.Concession;
import dev.latchkey.saml.EmailSource;
import dev.latchkey.saml.EncryptionPolicy;
import dev.latchkey.saml.Limits;
import dev.latchkey.saml.ReceivedResponse;
import dev.latchkey.saml.ResponseJudge;
import dev.latchkey.saml.SignaturePolicy;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.saml.Verdict;
import dev.latchkey.saml.testing.ResponseBuilder;
import dev.latchkey.saml.testing.TestIdp;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.testing.WholeServer;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@WholeServer
class ConnectionsTest {
    private static final Actor SUPPORT = new Actor(Actor.Kind.OPERATOR, "OP1", "Sam Support");
    private static final TestIdp IDP = TestIdp.rsa(2048);
    private static final TestIdp NEXT_IDP = TestIdp.rsa(2048);

    @Autowired Connections connections;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionTemplate transaction;
    @Autowired Clock clock;

    OrganizationId acme;

    @BeforeEach
    void makeAnOrganization() {
        acme = organization(Edition.ENTERPRISE);
    }

    @Test
    void keepsEveryDetailOfAConnection() {
        ConnectionDetails details =
                new ConnectionDetails(
                        "Acme's IdP",
                        "https://idp.acme.example/metadata",
                        "https://idp.acme.example/sso?tenant=1",
                        Binding.HTTP_POST,
                        "https://idp.acme.example/slo",
                        "https://idp.acme.example/slo-answer",
                        Binding.HTTP_REDIRECT,
                        "https://www.acme.example/bye",
                        new EmailSource.Attribute("urn:oid:0.9.2342.19200300.100.1.3"),
                        SignaturePolicy.BOTH,
                        EncryptionPolicy.REQUIRED,
                        true,
                        true,
                        true,
                        300,
                        List.of(IDP.pinned(), NEXT_IDP.pinned()));

        Connection made = ok(connections.create(support(acme), details));

        Connection found = connections.find(acme, made.id()).orElseThrow();
        assertThat(found.details())
                .usingRecursiveComparison()
                .ignoringFields("certificates")
                .isEqualTo(details);
        assertThat(fingerprints(found))
                .containsExactlyInAnyOrder(IDP.pinned().sha256(), NEXT_IDP.pinned().sha256());
        assertThat(found.active()).isTrue();
        assertThat(found.version()).isOne();
        assertThat(connections.find(made.id())).isPresent();
        assertThat(connections.of(acme)).hasSize(1);
    }

    @Test
    void refusesAnEditionWithoutSsoAndStoresNothing() {
        for (Edition edition : List.of(Edition.STANDARD, Edition.PROFESSIONAL)) {
            OrganizationId other = organization(edition);
            long before = records();

            assertThat(codes(connections.create(support(other), usual())))
                    .containsExactly(ConnectionError.EDITION_WITHOUT_SSO);

            assertThat(connections.of(other)).isEmpty();
            assertThat(rows("connection_certificate", other)).isZero();
            assertThat(rows("connection_key", other)).isZero();
            assertThat(records()).isEqualTo(before);
        }
        assertThat(ConnectionError.EDITION_WITHOUT_SSO.meaning())
                .contains("Enterprise", "Administration");
    }

    @Test
    void opensBothEditionsWithSso() {
        ok(connections.create(support(organization(Edition.ENTERPRISE)), usual()));
        ok(connections.create(support(organization(Edition.ADMINISTRATION)), usual()));
    }

    @Test
    void takesNoChangeOfAnOrganizationThatHasSsoNoLonger() {
        Connection made = ok(connections.create(support(acme), usual()));
        jdbc.sql("update organization set edition = 'STANDARD' where id = ?")
                .param(acme.value())
                .update();

        assertThat(codes(update(made, usual("Renamed"))))
                .containsExactly(ConnectionError.EDITION_WITHOUT_SSO);
        assertThat(codes(grant(acme, made.id(), Duration.ofDays(2))))
                .containsExactly(ConnectionError.EDITION_WITHOUT_SSO);
        assertThat(ok(connections.disable(support(acme), made.id())).active()).isFalse();
        assertThat(codes(connections.enable(support(acme), made.id())))
                .containsExactly(ConnectionError.EDITION_WITHOUT_SSO);
    }

    @Test
    void pinsACertificateThatIsGivenTwiceOnce() {
        ConnectionDetails twice =
                ConnectionDetails.usual(
                        "Acme's IdP",
                        "https://idp.acme.example/metadata",
                        "https://idp.acme.example/sso",
                        Binding.HTTP_REDIRECT,
                        List.of(IDP.pinned(), IDP.pinned()));

        assertThat(fingerprints(ok(connections.create(support(acme), twice))))
                .containsExactly(IDP.pinned().sha256());
    }

    @Test
    void tellsEverythingThatIsWrongAtOnceAndStoresNothing() {
        ConnectionDetails bad =
                ConnectionDetails.usual(
                        " ", "", "ftp://idp.acme.example/", Binding.HTTP_REDIRECT, List.of());

        assertThat(codes(connections.create(support(acme), bad)))
                .containsExactly(
                        ConnectionError.NAME_MISSING,
                        ConnectionError.ENTITY_ID_MISSING,
                        ConnectionError.URL_NOT_HTTPS,
                        ConnectionError.CERTIFICATE_MISSING);
        assertThat(connections.of(acme)).isEmpty();
    }

    @Test
    void refusesAChangeToWhatSomebodyElseChangedMeanwhile() {
        Connection seen = ok(connections.create(support(acme), usual()));
        Connection changed = ok(update(seen, usual("Renamed")));
        assertThat(changed.version()).isEqualTo(2);

        assertThat(codes(update(seen, usual("Renamed too"))))
                .containsExactly(ConnectionError.CHANGED_MEANWHILE);

        assertThat(connections.find(acme, seen.id()).orElseThrow().name()).isEqualTo("Renamed");
    }

    @Test
    void onlyWhatASignInDependsOnCountsTheConfigurationUp() {
        Connection made = ok(connections.create(support(acme), usual()));
        Connection renamed = ok(update(made, usual("Renamed")));
        Connection granted = ok(grant(acme, made.id(), Duration.ofDays(2)));
        ok(connections.disable(support(acme), made.id()));
        Connection enabled = ok(connections.enable(support(acme), made.id()));
        assertThat(List.of(made, renamed, granted, enabled))
                .allSatisfy(each -> assertThat(each.configuration()).isOne());
        assertThat(enabled.version()).isGreaterThan(made.version());

        Connection withdrawn = ok(connections.withdraw(support(acme), made.id(), Concession.SHA1));
        assertThat(withdrawn.configuration()).isEqualTo(2);
        Connection otherIdp = ok(update(withdrawn, usual("Renamed", NEXT_IDP)));
        assertThat(otherIdp.configuration()).isEqualTo(3);
        Connection identified =
                ok(connections.identify(support(acme), made.id(), new StableIdentifier(null)));
        assertThat(identified.configuration()).isEqualTo(4);
    }

    @Test
    void recordsWhoChangedWhatAndNothingSecret() {
        Connection made = ok(connections.create(support(acme), usual()));
        ok(update(made, usual("Renamed")));

        List<String> actions =
                jdbc.sql("select action from audit_record where subject_id = ? order by at, id")
                        .param(made.id().toString())
                        .query(String.class)
                        .list();
        String change =
                jdbc.sql(
                                """
                                select detail::text from audit_record
                                where subject_id = ? and action = 'connection.changed'
                                """)
                        .param(made.id().toString())
                        .query(String.class)
                        .single();

        assertThat(actions).containsExactly("connection.created", "connection.changed");
        assertThat(change).contains("Acme", "Renamed", IDP.pinned().sha256());
        assertThat(change).doesNotContain("BEGIN", "PRIVATE");
    }

    @Test
    void keepsConnectionsOfOneOrganizationFromAnother() {
        OrganizationId other = organization(Edition.ENTERPRISE);
        Connection made = ok(connections.create(support(acme), usual()));

        assertThat(connections.find(other, made.id())).isEmpty();
        assertThat(connections.of(other)).isEmpty();
        assertThat(codes(connections.update(support(other), made.id(), 1, usual("Stolen"))))
                .containsExactly(ConnectionError.CONNECTION_UNKNOWN);
        assertThat(codes(connections.disable(support(other), made.id())))
                .containsExactly(ConnectionError.CONNECTION_UNKNOWN);
        assertThat(codes(grant(other, made.id(), Duration.ofDays(2))))
                .containsExactly(ConnectionError.CONNECTION_UNKNOWN);
        assertThat(codes(connections.withdraw(support(other), made.id(), Concession.SHA1)))
                .containsExactly(ConnectionError.CONNECTION_UNKNOWN);
        assertThat(connections.find(acme, made.id()).orElseThrow().version()).isOne();
    }

    @Test
    void disablesAndEnables() {
        Connection made = ok(connections.create(support(acme), usual()));

        assertThat(ok(connections.disable(support(acme), made.id())).active()).isFalse();
        assertThat(ok(connections.enable(support(acme), made.id())).active()).isTrue();
    }

    @Test
    void endsAConcessionAtItsEndAndOnItsWithdrawal() {
        Connection made = ok(connections.create(support(acme), usual()));
        Connection granted = ok(grant(acme, made.id(), Duration.ofDays(2)));
        Instant end = granted.concessions().getFirst().until();

        assertThat(concessions(granted, end.minusMillis(1))).containsExactly(Concession.SHA1);
        assertThat(concessions(granted, end)).isEmpty();

        Connection withdrawn = ok(connections.withdraw(support(acme), made.id(), Concession.SHA1));
        assertThat(withdrawn.concessions()).isEmpty();
        assertThat(concessions(withdrawn, end.minusMillis(1))).isEmpty();
    }

    @Test
    void refusesAConcessionWithoutReasonOrWithoutASoundEnd() {
        Connection made = ok(connections.create(support(acme), usual()));
        Instant now = clock.instant();

        assertThat(
                        codes(
                                connections.grant(
                                        support(acme),
                                        made.id(),
                                        Concession.SHA1,
                                        " ",
                                        now.plusSeconds(9))))
                .containsExactly(ConnectionError.CONCESSION_WITHOUT_REASON);
        assertThat(codes(grant(acme, made.id(), Duration.ofDays(-1))))
                .containsExactly(ConnectionError.CONCESSION_END_UNSOUND);
        assertThat(codes(grant(acme, made.id(), Duration.ofDays(800))))
                .containsExactly(ConnectionError.CONCESSION_END_UNSOUND);
        assertThat(connections.find(acme, made.id()).orElseThrow().concessions()).isEmpty();
    }

    @Test
    void judgesByTheCertificatesOfTheVersionAtHand() {
        Connection first = ok(connections.create(support(acme), usual()));
        assertThat(pinned(connections.find(first.id()).orElseThrow()))
                .containsExactly(IDP.pinned().sha256());

        ok(update(first, usual("Acme's IdP", NEXT_IDP)));

        assertThat(pinned(connections.find(first.id()).orElseThrow()))
                .containsExactly(NEXT_IDP.pinned().sha256());
        assertThat(pinned(first)).containsExactly(IDP.pinned().sha256());
        assertThat(pinned(connections.find(first.id()).orElseThrow()))
                .containsExactly(NEXT_IDP.pinned().sha256());
    }

    @Test
    void neverMixesTwoVersionsWhileOneIsReplacedByAnother() throws Exception {
        Connection first = ok(connections.create(support(acme), usual("one", IDP)));
        AtomicBoolean going = new AtomicBoolean(true);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> mixtures =
                    IntStream.range(0, 50)
                            .mapToObj(i -> readers.submit(() -> mixtures(first.id(), going)))
                            .toList();
            Connection last = first;
            for (int i = 0; i < 60; i++) {
                last = ok(update(last, i % 2 == 0 ? usual("two", NEXT_IDP) : usual("one", IDP)));
            }
            going.set(false);
            for (Future<Integer> each : mixtures) {
                assertThat(each.get()).isZero();
            }
        }
    }

    private int mixtures(ConnectionId id, AtomicBoolean going) {
        int mixtures = 0;
        while (going.get()) {
            Connection found = connections.find(id).orElseThrow();
            TestIdp expected = found.name().equals("one") ? IDP : NEXT_IDP;
            mixtures += pinned(found).equals(List.of(expected.pinned().sha256())) ? 0 : 1;
        }
        return mixtures;
    }

    @Test
    void forgetsWhatWasNeverCommitted() {
        Connection first = ok(connections.create(support(acme), usual()));
        transaction.executeWithoutResult(status -> {
            Connection inside = ok(update(first, usual("Acme's IdP", NEXT_IDP)));
            assertThat(pinned(inside)).containsExactly(NEXT_IDP.pinned().sha256());
            status.setRollbackOnly();
        });

        assertThat(pinned(connections.find(first.id()).orElseThrow()))
                .containsExactly(IDP.pinned().sha256());
        ok(update(first, usual("Renamed")));
        assertThat(pinned(connections.find(first.id()).orElseThrow()))
                .containsExactly(IDP.pinned().sha256());
    }

    @Test
    void sealsThePrivateKeyAtRest() throws Exception {
        Connection made = ok(connections.create(support(acme), usual()));

        byte[] stored =
                jdbc.sql("select private_key from connection_key where connection_id = ?")
                        .param(made.id().value())
                        .query(byte[].class)
                        .single();

        String rsaEncryption = "2a864886f70d010101"; // the OID that every PKCS#8 RSA key names
        assertThat(HexFormat.of().formatHex(stored)).doesNotContain(rsaEncryption);
    }

    @Test
    void signsRequestsSoThatTheCertificateInItsMetadataVerifiesThem() throws Exception {
        Connection made = ok(connections.create(support(acme), usual()));

        String url = request(made).redirectUrl("relay", signingKey(made));

        String signed = url.substring(url.indexOf('?') + 1, url.indexOf("&Signature="));
        String signature = url.substring(url.indexOf("&Signature=") + "&Signature=".length());
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(certificateIn(connections.spMetadata(made).xml()));
        verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
        assertThat(
                        verifier.verify(
                                Base64.getDecoder()
                                        .decode(
                                                URLDecoder.decode(
                                                        signature, StandardCharsets.UTF_8))))
                .isTrue();
    }

    @Test
    void decryptsWhatWasEncryptedForTheCertificateInItsMetadata() throws Exception {
        Connection made = ok(connections.create(support(acme), usual()));
        Instant now = clock.instant();
        String response =
                new ResponseBuilder(IDP)
                        .issuer(made.idpEntityId())
                        .audience(connections.spEntityId(made))
                        .acs(connections.acsUrl(made))
                        .now(now)
                        .inResponseTo("_1")
                        .email("ann@acme.example")
                        .encryptFor(
                                certificateIn(connections.spMetadata(made).xml()).getPublicKey(),
                                "http://www.w3.org/2009/xmlenc11#aes256-gcm",
                                "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p")
                        .base64();

        Verdict verdict =
                ResponseJudge.judge(
                        ReceivedResponse.decode(response, Limits.MESSAGE),
                        connections.expectations(made, "_1", now),
                        now);

        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }

    private AuthnRequest request(Connection made) {
        return new AuthnRequest(
                "_1",
                clock.instant(),
                made.ssoUrl(),
                connections.spEntityId(made),
                connections.acsUrl(made),
                null,
                false);
    }

    private static X509Certificate certificateIn(String metadata) throws Exception {
        String base64 =
                metadata.substring(
                        metadata.indexOf("<ds:X509Certificate>") + "<ds:X509Certificate>".length(),
                        metadata.indexOf("</ds:X509Certificate>"));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)));
    }

    @Test
    void givesEveryConnectionAKeyOfItsOwn() {
        Connection one = ok(connections.create(support(acme), usual()));
        Connection two = ok(connections.create(support(acme), usual("Another")));

        assertThat(connections.ourCertificate(one).getPublicKey())
                .isNotEqualTo(connections.ourCertificate(two).getPublicKey());
    }

    private Result<Connection> update(Connection seen, ConnectionDetails details) {
        return connections.update(support(acme), seen.id(), seen.version(), details);
    }

    private Result<Connection> grant(
            OrganizationId organization, ConnectionId id, Duration length) {
        return connections.grant(
                support(organization),
                id,
                Concession.SHA1,
                "their AD FS",
                clock.instant().plus(length));
    }

    private SigningKey signingKey(Connection connection) {
        return ((Result.Ok<SigningKey>) connections.signingKey(connection)).value();
    }

    private List<Concession> concessions(Connection connection, Instant now) {
        return List.copyOf(connections.expectations(connection, "_1", now).concessions());
    }

    private List<String> pinned(Connection connection) {
        return connections.expectations(connection, "_1", clock.instant()).certificates().stream()
                .map(each -> each.sha256())
                .toList();
    }

    private static List<String> fingerprints(Connection connection) {
        return connection.details().certificates().stream().map(each -> each.sha256()).toList();
    }

    private OrganizationId organization(Edition edition) {
        if (directory.create(SUPPORT, "Acme", edition)
                instanceof Result.Ok<Organization>(Organization made)) {
            return made.id();
        }
        throw new AssertionError("no organization");
    }

    private long rows(String table, OrganizationId organization) {
        return jdbc.sql("select count(*) from " + table + " where organization_id = ?")
                .param(organization.value())
                .query(Long.class)
                .single();
    }

    private long records() {
        return jdbc.sql("select count(*) from audit_record").query(Long.class).single();
    }

    private static ConnectionDetails usual() {
        return usual("Acme's IdP");
    }

    private static ConnectionDetails usual(String name) {
        return usual(name, IDP);
    }

    private static ConnectionDetails usual(String name, TestIdp idp) {
        return ConnectionDetails.usual(
                name,
                "https://idp.acme.example/metadata",
                "https://idp.acme.example/sso",
                Binding.HTTP_REDIRECT,
                List.of(idp.pinned()));
    }

    private static Connection ok(Result<Connection> result) {
        if (result instanceof Result.Ok<Connection>(Connection connection)) {
            return connection;
        }
        throw new AssertionError(result.toString());
    }

    private static List<ErrorCode> codes(Result<Connection> result) {
        return result instanceof Result.Refused<Connection>(List<Problem> problems)
                ? problems.stream().map(Problem::code).toList()
                : List.of();
    }

    private static Caller support(OrganizationId organization) {
        return new Caller(Caller.Kind.OPERATOR, SUPPORT, organization);
    }
}
