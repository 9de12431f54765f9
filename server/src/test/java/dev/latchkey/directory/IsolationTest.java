package dev.latchkey.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import dev.latchkey.audit.Actor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route of operators, found by asking the server itself, is nobody else's. */
@WholeServer
@org.jspecify.annotations.NullUnmarked
class IsolationTest {
    private static final Set<String> OPEN = Set.of("/operator/login", "/operator/setup");

    @Autowired MockMvc mvc;
    @Autowired Directory directory;
    @Autowired JdbcClient jdbc;
    @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

    private Organization own;
    private Organization other;
    private Account account;
    private User user;

    /** A route with the ids of another organization in it. */
    private record Route(HttpMethod method, String path) {}

    @BeforeEach
    void twoOrganizations() {
        own = People.organization(directory);
        other = People.organization(directory);
        account = People.ok(directory.createAccount(Actor.SYSTEM, other.id(), "Sales"));
        user = People.user(directory, other, People.email());
    }

    @Test
    void noRouteOfOperatorsIsThereForAnAdminOrAUser() throws Exception {
        long before = records();
        List<Route> routes = routes("/operator");
        assertThat(routes.size()).isGreaterThan(30);
        for (Route route : routes) {
            for (RequestPostProcessor who :
                    List.of(
                            People.admin(own.id()),
                            People.admin(other.id()),
                            People.plainUser(other.id()))) {
                assertThat(status(route, who)).as(route.toString()).isEqualTo(404);
            }
        }
        assertThat(records()).isEqualTo(before);
        assertThat(directory.user(other.id(), user.id())).contains(user);
        assertThat(directory.organization(other.id())).contains(other);
    }

    @Test
    void whoIsNotSignedInIsLedToTheSignInAndChangesNothing() throws Exception {
        long before = records();
        for (Route route : routes("/operator")) {
            assertThat(status(route, request -> request)).as(route.toString()).isEqualTo(302);
        }
        for (Route route : routes("/organization")) {
            assertThat(status(route, request -> request)).as(route.toString()).isEqualTo(302);
        }
        assertThat(records()).isEqualTo(before);
    }

    @Test
    void noRouteOfAdminsIsThereForAUserOrAnOperator() throws Exception {
        for (Route route : routes("/organization")) {
            assertThat(status(route, People.plainUser(own.id())))
                    .as(route.toString())
                    .isEqualTo(404);
            assertThat(status(route, People.operator())).as(route.toString()).isEqualTo(404);
        }
    }

    @Test
    void anAdminSeesNothingOfAnotherOrganizationOnAnyRoute() throws Exception {
        for (Route route : routes("/organization")) {
            if (route.method().equals(HttpMethod.GET)) {
                String body =
                        mvc.perform(
                                        MockMvcRequestBuilders.request(route.method(), route.path())
                                                .param("organization", other.id().toString())
                                                .param("subject", user.id().toString())
                                                .with(People.admin(own.id())))
                                .andReturn()
                                .getResponse()
                                .getContentAsString();
                assertThat(body)
                        .as(route.toString())
                        .doesNotContain(other.name(), user.email(), account.name() + "<");
            }
        }
    }

    @Test
    void aChangeWithoutItsTokenIsRefused() throws Exception {
        for (Route route : routes("/operator")) {
            if (route.method().equals(HttpMethod.POST)) {
                assertThat(
                                mvc.perform(
                                                MockMvcRequestBuilders.request(
                                                                route.method(), route.path())
                                                        .with(People.operator()))
                                        .andReturn()
                                        .getResponse()
                                        .getStatus())
                        .as(route.toString())
                        .isEqualTo(403);
            }
        }
    }

    private int status(Route route, RequestPostProcessor who) throws Exception {
        return mvc.perform(
                        MockMvcRequestBuilders.request(route.method(), route.path())
                                .param("version", "1")
                                .param("name", "Stolen")
                                .param("edition", "STANDARD")
                                .param("email", user.email())
                                .with(who)
                                .with(csrf()))
                .andReturn()
                .getResponse()
                .getStatus();
    }

    private List<Route> routes(String area) {
        Set<Route> routes = new LinkedHashSet<>();
        requestMappingHandlerMapping
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    for (String pattern : mapping.getPatternValues()) {
                        boolean inArea = pattern.equals(area) || pattern.startsWith(area + "/");
                        if (inArea && !OPEN.contains(pattern)) {
                            for (RequestMethod method :
                                    mapping.getMethodsCondition().getMethods()) {
                                routes.add(new Route(method.asHttpMethod(), filled(pattern)));
                            }
                        }
                    }
                });
        return new ArrayList<>(routes);
    }

    private String filled(String pattern) {
        return pattern.replace("{or}", other.id().toString())
                .replace("{org}", other.id().toString())
                .replace("{ac}", account.id().toString())
                .replace("{us}", user.id().toString())
                .replace("{id}", UUID.randomUUID().toString())
                .replaceAll("\\{[^}]+}", other.id().toString());
    }

    private long records() {
        return jdbc.sql("select count(*) from audit_record where organization_id = ?")
                .param(other.id().value())
                .query(Long.class)
                .single();
    }
}
