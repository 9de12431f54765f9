package dev.latchkey.cohorts;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.shared.Visible;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds the users that somebody named one by one: all of them, or none and which lines name nobody. */
@Component
public class NamedUsers {
    private static final int MOST = 1000;

    private final Directory directory;

    NamedUsers(Directory directory) {
        this.directory = directory;
    }

    public Result<List<UserId>> of(OrganizationId organization, String text) {
        List<UserId> users = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<Lines.Line> lines = Lines.of(text).all();
        if (lines.isEmpty()) {
            return Result.refused(CohortError.LIST_EMPTY, "");
        }
        if (lines.size() > MOST) {
            return Result.refused(CohortError.LINES_TOO_MANY, "at most " + MOST);
        }
        for (Lines.Line line : lines) {
            List<User> found = found(organization, line.text());
            if (found.size() == 1) {
                users.add(found.getFirst().id());
            } else {
                problems.add(
                        new Problem(
                                CohortError.USER_UNKNOWN,
                                "line " + line.number() + ": " + Visible.value(line.text()),
                                !line.text().contains("@") ? null : EmailAddress.why(line.text())));
            }
        }
        return problems.isEmpty() ? Result.ok(users) : new Result.Refused<>(problems);
    }

    private List<User> found(OrganizationId organization, String text) {
        return UserId.parse(text)
                .map(id -> directory.user(organization, id).stream().toList())
                .or(() ->
                        EmailAddress.parse(text)
                                .map(email -> directory.usersByEmail(organization, email)))
                .orElse(List.of());
    }
}
