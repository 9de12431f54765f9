package dev.latchkey.support;

import dev.latchkey.connections.ConnectionSearch;
import dev.latchkey.directory.DirectorySearch;
import dev.latchkey.directory.User;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.shared.UserId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** One field to search everything by: a SID, an email address, @ and a domain, or how a name begins. */
@Component
class Search {
    static final int MOST = 20;
    private static final int LONGEST = 254;
    private static final int ONE_MORE = MOST + 1;

    private final DirectorySearch directory;
    private final ConnectionSearch connections;
    private final RequestSearch requests;

    Search(DirectorySearch directory, ConnectionSearch connections, RequestSearch requests) {
        this.directory = directory;
        this.connections = connections;
        this.requests = requests;
    }

    /**
     * What was found of one kind.
     *
     * @param more whether there is more of it than is shown
     */
    record Group(String heading, List<SearchHit> hits, boolean more) {
        private static Group of(String heading, Stream<SearchHit> found) {
            List<SearchHit> hits = found.toList();
            return new Group(heading, hits.stream().limit(MOST).toList(), hits.size() > MOST);
        }
    }

    /** Only the kinds of which something was found. */
    List<Group> find(String typed) {
        String text = typed.strip().replace('\0', '\uFFFD');
        if (text.isEmpty() || text.length() > LONGEST) {
            return List.of();
        }
        return groups(text).filter(group -> !group.hits().isEmpty()).toList();
    }

    private Stream<Group> groups(String text) {
        Optional<Group> bySid = bySid(text);
        if (bySid.isPresent()) {
            return bySid.stream();
        }
        if (text.startsWith("@")) {
            return EmailAddress.parse("x" + text).stream().flatMap(any -> ofDomain(any.domain()));
        }
        return EmailAddress.parse(text).map(this::ofAddress).orElseGet(() -> named(text));
    }

    private Optional<Group> bySid(String text) {
        return Stream.of(
                        hit(
                                "Organizations",
                                OrganizationId.parse(text)
                                        .flatMap(directory::organization)
                                        .map(SearchHit::of)),
                        hit(
                                "Accounts",
                                AccountId.parse(text)
                                        .flatMap(directory::account)
                                        .map(SearchHit::of)),
                        hit(
                                "Users",
                                UserId.parse(text).flatMap(directory::user).map(SearchHit::of)),
                        hit(
                                "Connections",
                                ConnectionId.parse(text)
                                        .flatMap(connections::connection)
                                        .map(SearchHit::of)),
                        hit(
                                "Requests",
                                SupportRequestId.parse(text)
                                        .flatMap(requests::request)
                                        .map(SearchHit::of)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Group> hit(String heading, Optional<SearchHit> found) {
        return found.map(one -> new Group(heading, List.of(one), false));
    }

    private Stream<Group> ofDomain(String domain) {
        return Stream.of(
                Group.of(
                        "Organizations",
                        directory.organizationsOfDomain(domain, ONE_MORE).stream()
                                .map(SearchHit::of)),
                Group.of(
                        "Users",
                        directory.usersOfDomain(domain, ONE_MORE).stream().map(SearchHit::of)));
    }

    private Stream<Group> ofAddress(EmailAddress email) {
        List<User> users = directory.users(email, ONE_MORE);
        return Stream.of(
                Group.of("Users", users.stream().map(SearchHit::of)),
                Group.of(
                        "Requests",
                        requests.openedBy(users.stream().map(User::id).toList(), ONE_MORE).stream()
                                .map(SearchHit::of)));
    }

    private Stream<Group> named(String text) {
        return Stream.of(
                Group.of(
                        "Organizations",
                        directory.organizationsNamed(text, ONE_MORE).stream().map(SearchHit::of)),
                Group.of(
                        "Accounts",
                        directory.accountsNamed(text, ONE_MORE).stream().map(SearchHit::of)),
                Group.of("Users", directory.usersNamed(text, ONE_MORE).stream().map(SearchHit::of)),
                Group.of(
                        "Connections",
                        connections.named(text, ONE_MORE).stream().map(SearchHit::of)),
                Group.of("Requests", requests.about(text, ONE_MORE).stream().map(SearchHit::of)));
    }
}
