package dev.latchkey.rollout;

import dev.latchkey.audit.Actor;
import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** Where an operator sets who may come in through a connection. */
@Controller
class EnrollmentController {
    private static final String PATH = "/operator/organizations/{org}/connections/{sid}/users";

    private final Connections connections;
    private final Directory directory;
    private final Enrollments enrollments;

    EnrollmentController(Connections connections, Directory directory, Enrollments enrollments) {
        this.connections = connections;
        this.directory = directory;
        this.enrollments = enrollments;
    }

    /** A row of the page. */
    record Row(String email, Enrollment enrollment) {}

    @GetMapping(PATH)
    ModelAndView users(@PathVariable String org, @PathVariable String sid) {
        return page(connection(org, sid), null);
    }

    @PostMapping(PATH)
    ModelAndView set(
            @PathVariable String org,
            @PathVariable String sid,
            @RequestParam String email,
            @RequestParam Enrollment.State state,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal SignedInOperator operator) {
        Connection connection = connection(org, sid);
        List<User> users =
                EmailAddress.parse(email.strip())
                        .map(address -> directory.usersByEmail(connection.organization(), address))
                        .orElse(List.of());
        String problem =
                users.size() == 1
                        ? set(connection, users.getFirst(), state, reason, operator).orElse(null)
                        : users.isEmpty()
                                ? "This organization has no user with this address."
                                : "Several users have this address but for its case. Correct one first.";
        return problem == null
                ? new ModelAndView("redirect:" + path(connection))
                : page(connection, problem)
                        .addObject("email", email)
                        .addObject("state", state)
                        .addObject("reason", reason);
    }

    /** What stands against it; nothing when it is done. */
    private Optional<String> set(
            Connection connection,
            User user,
            Enrollment.State state,
            String reason,
            SignedInOperator operator) {
        String why = reason.isBlank() ? null : reason.strip();
        Optional<String> problem =
                enrollments.problem(
                        connection.organization(), user.id(), connection.id(), state, why);
        if (problem.isPresent()) {
            return problem;
        }
        enrollments.set(
                Actor.of(operator),
                connection.organization(),
                user.id(),
                connection.id(),
                state,
                why);
        return Optional.empty();
    }

    private Connection connection(String org, String sid) {
        return OrganizationId.parse(org)
                .flatMap(organization ->
                        ConnectionId.parse(sid).flatMap(id -> connections.find(organization, id)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private ModelAndView page(Connection connection, @Nullable String problem) {
        ModelAndView page = new ModelAndView("rollout/users");
        page.addObject("connection", connection.name());
        page.addObject("path", path(connection));
        page.addObject("problem", problem);
        page.addObject("states", Enrollment.State.values());
        page.addObject(
                "rows",
                enrollments.of(connection.organization(), connection.id()).stream()
                        .map(this::row)
                        .toList());
        return page;
    }

    private Row row(Enrollment enrollment) {
        return new Row(
                directory
                        .user(enrollment.organization(), enrollment.user())
                        .map(User::email)
                        .orElse(""),
                enrollment);
    }

    private static String path(Connection connection) {
        return "/operator/organizations/"
                + connection.organization()
                + "/connections/"
                + connection.id()
                + "/users";
    }
}
