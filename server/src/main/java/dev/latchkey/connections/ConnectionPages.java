package dev.latchkey.connections;

import dev.latchkey.directory.Organization;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.web.OrganizationPath;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.server.ResponseStatusException;

/** What the operators' pages of connections have in common. A connection is looked up within the organization. */
@Component
class ConnectionPages {
    private final Connections connections;
    private final AsSeen asSeen;
    private final Clock clock;

    ConnectionPages(Connections connections, AsSeen asSeen, Clock clock) {
        this.connections = connections;
        this.asSeen = asSeen;
        this.clock = clock;
    }

    Connection connection(Organization organization, String sid) {
        return ConnectionId.parse(sid)
                .flatMap(id -> connections.find(organization.id(), id))
                .orElseThrow(ConnectionPages::notFound);
    }

    static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** Acts only where the connection still is the one that the page showed. */
    Result<Connection> asSeen(
            Connection connection, String seen, Supplier<Result<Connection>> act) {
        return asSeen.act(
                connection.organization(),
                seen,
                () ->
                        connections
                                .find(connection.organization(), connection.id())
                                .map(ConnectionPages::seen)
                                .orElseThrow(ConnectionPages::notFound),
                act);
    }

    private static Seen seen(Connection connection) {
        return Seen.of(connection.id(), connection.version());
    }

    /** The connection's page after a change, or with what stood in its way. */
    String changed(
            Organization organization, Connection before, Result<Connection> result, Model model) {
        return switch (result) {
            case Result.Ok<Connection>(Connection connection) -> redirect(before, connection);
            case Result.Refused<Connection>(List<Problem> problems) ->
                    page(organization, before, problems, model);
        };
    }

    /** On to the connection's page, which says so where its test no longer counts. */
    static String redirect(@Nullable Connection before, Connection connection) {
        boolean retest = before != null && before.configuration() != connection.configuration();
        return "redirect:"
                + OrganizationPath.of(connection.organization())
                + "/connections/"
                + connection.id()
                + (retest ? "?retest" : "");
    }

    /** The page where a new connection begins. */
    String start(Organization organization, List<Problem> problems, Model model) {
        List<Problem> all =
                Stream.concat(
                                connections
                                        .editionRefusal(organization.id())
                                        .map(error -> new Problem(error, null))
                                        .stream(),
                                problems.stream()
                                        .filter(each ->
                                                each.code() != ConnectionError.EDITION_WITHOUT_SSO))
                        .toList();
        model.addAttribute("organization", organization);
        model.addAttribute("problems", all);
        return "connections/new";
    }

    /** @param connection null for a new one */
    static String form(
            Organization organization,
            @Nullable Connection connection,
            ConnectionForm form,
            List<Problem> problems,
            Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("connection", connection);
        model.addAttribute("form", form);
        model.addAttribute("problems", problems);
        return "connections/form";
    }

    String page(
            Organization organization, Connection connection, List<Problem> problems, Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("view", ConnectionView.of(connection, connections, clock.instant()));
        model.addAttribute("warnings", WebAddress.warning(connection.ssoUrl()).stream().toList());
        model.addAttribute("shut", connections.keyProblem(connection).orElse(null));
        model.addAttribute("offered", ConcessionText.all());
        model.addAttribute("problems", problems);
        model.addAttribute("seen", seen(connection));
        return "connections/connection";
    }
}
