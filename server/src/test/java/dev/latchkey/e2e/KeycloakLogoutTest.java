package dev.latchkey.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.saml.Binding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Logouts that begin here and at the IdP. */
@NullUnmarked
class KeycloakLogoutTest extends EndToEnd {
    private static final Map<String, String> SIGNED = Map.of("saml.encrypt", "false");

    @ParameterizedTest
    @EnumSource(Binding.class)
    void aLogoutHereEndsTheSessionAtTheIdpToo(Binding binding) {
        Company company = withSingleLogout(new ConnectionPlan().by(binding));
        try (Person person = signedIn(company)) {
            assertThat(company.realm().sessions(Company.ADA)).isOne();

            person.click("Sign out").sees("You are signed out here");

            assertThat(person.page().url()).startsWith(latchkey);
            assertThat(person.isSignedIn()).isFalse();
        }
        assertThat(company.realm().sessions(Company.ADA)).isZero();
        assertThat(sessions(company.ada())).isEmpty();
        assertThat(records(company.organization(), "login.logout")).isOne();
        assertThat(failures(company.organization())).isZero();
    }

    /** The button stands on every page, and browsers hold the way to the IdP against each page's own policy. */
    @Test
    void aLogoutFromAnyPageReachesTheIdp() {
        Company company = withSingleLogout(new ConnectionPlan());
        try (Person person = signedIn(company)) {
            person.open("/organization/failures").sees("Failed sign-ins");
            person.click("Sign out").sees("You are signed out here");
        }
        assertThat(company.realm().sessions(Company.ADA)).isZero();
    }

    /** By way of the browser: Keycloak sends the person round, and we answer. */
    @ParameterizedTest
    @EnumSource(Binding.class)
    void aLogoutAtTheIdpEndsTheSessionHere(Binding binding) {
        Company company = withSingleLogout(new ConnectionPlan().by(binding));
        try (Person person = signedIn(company)) {
            person.open(company.realm().logoutUrl()).page().click("[type=submit]");
            person.page().waitForURL(url -> url.startsWith(company.realm().entityId()));
            person.sees("You are logged out");

            assertThat(person.isSignedIn()).isFalse();
        }
        assertThat(sessions(company.ada())).isEmpty();
        assertThat(company.realm().sessions(Company.ADA)).isZero();
        assertThat(records(company.organization(), "login.idp_logout")).isOne();
        assertThat(failures(company.organization())).isZero();
    }

    /** Keycloak without the browser: it posts the same signed message itself. */
    @Test
    void anAdministratorAtTheIdpEndsTheSessionHere() {
        Company company =
                company(
                        new ConnectionPlan().withSingleLogout().signingRequests(),
                        Realm.attributes(SIGNED).andThen(KeycloakLogoutTest::withoutBrowser));
        try (Person person = signedIn(company)) {
            company.realm().endSessions(Company.ADA);
            assertThat(person.isSignedIn()).isFalse();
        }
        assertThat(sessions(company.ada())).isEmpty();
        assertThat(records(company.organization(), "login.idp_logout")).isOne();
    }

    private static void withoutBrowser(ObjectNode client) {
        client.put("frontchannelLogout", false);
    }

    @Test
    void afterTheLogoutThePersonIsSentOnByPost() throws Exception {
        try (var page = new LogoutPage()) {
            Company company = plainCompany(new ConnectionPlan().afterLogoutTo(page.url()));
            try (Person person = signedIn(company)) {
                person.click("Sign out");
                assertThat(page.method()).isEqualTo("POST");
            }
            assertThat(sessions(company.ada())).isEmpty();
        }
    }

    @Test
    void afterASingleLogoutToo() throws Exception {
        try (var page = new LogoutPage()) {
            Company company = withSingleLogout(new ConnectionPlan().afterLogoutTo(page.url()));
            try (Person person = signedIn(company)) {
                person.click("Sign out");
                assertThat(page.method()).isEqualTo("POST");
                assertThat(company.realm().sessions(Company.ADA)).isZero();
            }
        }
    }

    private Company withSingleLogout(ConnectionPlan plan) {
        return company(plan.withSingleLogout().signingRequests(), Realm.attributes(SIGNED));
    }

    private Person signedIn(Company company) {
        Person person = person().beginSignIn(company.ada().email());
        person.signInAtIdp(Company.ADA).arrives(company.ada().email());
        onlySsoSession(company);
        return person;
    }

    /** A customer's own page for those who signed out. */
    private static final class LogoutPage implements AutoCloseable {
        private final BlockingQueue<String> methods = new LinkedBlockingQueue<>();
        private final HttpServer server;

        LogoutPage() throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/bye",
                    exchange -> {
                        methods.add(exchange.getRequestMethod());
                        exchange.sendResponseHeaders(200, -1);
                        exchange.close();
                    });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/bye";
        }

        String method() throws InterruptedException {
            return methods.poll(10, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
