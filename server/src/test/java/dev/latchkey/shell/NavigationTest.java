package dev.latchkey.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import dev.latchkey.testing.WholeServer;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** What the modules bring, put together: each page's navigation in its order, and where a reader is. */
@WholeServer
@NullUnmarked
class NavigationTest {
    private static final OrganizationId ACME = OrganizationId.next();
    private static final String BASE = "/operator/organizations/" + ACME;

    @Autowired Shells shells;

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void anOperatorHasTheDeskAndTheSectionsOfTheOrganizationAtHand() {
        Shell shell = operator(BASE + "/users/new");

        assertThat(shell.links())
                .containsExactly(
                        link("/operator", "Organizations", true),
                        link("/operator/requests", "Requests", false),
                        link("/operator/failures", "Failed sign-ins", false),
                        link("/operator/audit", "Audit", false),
                        link("/operator/mail", "Mail", false),
                        link("/operator/operators", "Operators", false),
                        link("/operator/secret-keys", "Secret keys", false));
        assertThat(shell.sections())
                .containsExactly(
                        link(BASE, "Overview", false),
                        link(BASE + "/requests", "Requests", false),
                        link(BASE + "/users", "Users", true),
                        link(BASE + "/accounts", "Accounts", false),
                        link(BASE + "/connections", "Single sign-on", false),
                        link(BASE + "/rollouts", "Rollout", false),
                        link(BASE + "/emergency", "Emergency access", false),
                        link(BASE + "/failures", "Failed sign-ins", false),
                        link(BASE + "/audit", "Audit", false));
        assertThat(operator("/operator/audit").sections()).isEmpty();
    }

    @Test
    void anAdminHasTheSectionsOfTheirOwnOrganizationThere() {
        Shell shell = user(true, "/organization/failures/AB12");

        assertThat(shell.links())
                .containsExactly(
                        link("/console", "Console", false),
                        link("/organization", "Organization", true));
        assertThat(shell.sections())
                .containsExactly(
                        link("/organization", "Overview", false),
                        link("/organization/rollouts", "Rollout", false),
                        link("/organization/emergency", "Emergency access", false),
                        link("/organization/requests", "Requests", false),
                        link("/organization/failures", "Failed sign-ins", true),
                        link("/organization/audit", "Audit", false));
        assertThat(user(true, "/console").sections()).isEmpty();
        assertThat(user(true, "/organizations").sections()).isEmpty();
    }

    @Test
    void aUserHasTheConsoleAndNobodyHasAnything() {
        assertThat(user(false, "/console").links())
                .containsExactly(link("/console", "Console", true));
        assertThat(user(false, "/organization").sections()).isEmpty();
        SecurityContextHolder.clearContext();
        assertThat(shells.of(asked("/login"))).isEqualTo(Shell.NOBODY);
    }

    @Test
    void oneEntryIsMarkedTheNearestToThePage() {
        assertThat(current(operator("/operator").links())).containsExactly("Organizations");
        assertThat(current(operator("/operator/search").links())).containsExactly("Organizations");
        assertThat(current(operator("/operator/audit").links())).containsExactly("Audit");
        assertThat(current(operator("/operator/auditors").links()))
                .containsExactly("Organizations");
        assertThat(current(operator(BASE).sections())).containsExactly("Overview");
        assertThat(current(operator(BASE + "/domains").sections())).containsExactly("Overview");
        assertThat(current(operator(BASE + "/rollouts/RO1").sections())).containsExactly("Rollout");
    }

    /** A rollout's lists have addresses of their own, and belong to it all the same. */
    @Test
    void aListOfUsersBelongsToTheRollout() {
        assertThat(current(operator(BASE + "/cohorts/CO1/list").sections()))
                .containsExactly("Rollout");
        assertThat(current(user(true, "/organization/cohorts/CO1").sections()))
                .containsExactly("Rollout");
    }

    private Shell operator(String path) {
        return shell(new SignedInOperator(OperatorId.next(), "op@vendor.example", "Op"), path);
    }

    private Shell user(boolean admin, String path) {
        return shell(
                new SignedInUser(
                        UserId.next(),
                        ACME,
                        "dana@acme.example",
                        "Dana",
                        admin,
                        "PASSWORD",
                        Instant.EPOCH),
                path);
    }

    private Shell shell(Object principal, String path) {
        SecurityContextHolder.getContext()
                .setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(
                                principal, null, List.of()));
        return shells.of(asked(path));
    }

    private static MockHttpServletRequest asked(String path) {
        return new MockHttpServletRequest("POST", path);
    }

    private static Shell.Link link(String path, String text, boolean current) {
        return new Shell.Link(path, text, current);
    }

    private static List<String> current(List<Shell.Link> links) {
        return links.stream().filter(Shell.Link::current).map(Shell.Link::text).toList();
    }
}
