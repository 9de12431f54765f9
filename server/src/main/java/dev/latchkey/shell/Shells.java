package dev.latchkey.shell;

import static dev.latchkey.shell.NavigationArea.ADMINS;
import static dev.latchkey.shell.NavigationArea.OPERATORS;
import static dev.latchkey.shell.NavigationArea.ORGANIZATION;
import static dev.latchkey.shell.NavigationArea.OWN_ORGANIZATION;
import static dev.latchkey.shell.NavigationArea.USERS;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.Area;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Makes the shell of a page, for whoever renders one without a controller too. */
@Component
public class Shells {
    private static final Pattern OF_AN_ORGANIZATION =
            Pattern.compile("(/operator/organizations/([Oo][Rr][0-9A-Fa-f]{32}))(?:/.*)?");
    private static final String OWN = Area.ADMIN.path();

    private final NavigationLinks navigation;
    private final ObjectProvider<CurrentWork> work;

    Shells(NavigationLinks navigation, ObjectProvider<CurrentWork> work) {
        this.navigation = navigation;
        this.work = work;
    }

    public Shell of(HttpServletRequest request) {
        return switch (principal()) {
            case SignedInOperator operator -> ofOperator(operator, request);
            case SignedInUser user -> ofUser(user, request.getRequestURI());
            case null, default -> Shell.NOBODY;
        };
    }

    private Shell ofOperator(SignedInOperator operator, HttpServletRequest request) {
        String path = request.getRequestURI();
        Matcher place = OF_AN_ORGANIZATION.matcher(path);
        boolean organization = place.matches();
        return new Shell(
                "/operator",
                operator.name(),
                "/operator/logout",
                navigation.of(Set.of(OPERATORS), "", path),
                organization
                        ? navigation.of(Set.of(ORGANIZATION), place.group(1), path)
                        : List.of(),
                false,
                organization ? work(operator, place.group(2), request) : null);
    }

    private Shell ofUser(SignedInUser user, String path) {
        boolean inOwn = user.admin() && Area.ADMIN.contains(path);
        return new Shell(
                "/console",
                user.name(),
                "/logout",
                navigation.of(user.admin() ? Set.of(USERS, ADMINS) : Set.of(USERS), "", path),
                inOwn ? navigation.of(Set.of(OWN_ORGANIZATION), OWN, path) : List.of(),
                user.inEmergency(),
                null);
    }

    private Shell.@Nullable Work work(
            SignedInOperator operator, String organization, HttpServletRequest request) {
        CurrentWork known = work.getIfAvailable();
        return known == null
                ? null
                : OrganizationId.parse(organization)
                        .map(id ->
                                known.of(
                                        operator,
                                        id,
                                        request.getMethod().equals("GET")
                                                ? request.getRequestURI()
                                                : null))
                        .orElse(null);
    }

    private static @Nullable Object principal() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? null : authentication.getPrincipal();
    }
}
