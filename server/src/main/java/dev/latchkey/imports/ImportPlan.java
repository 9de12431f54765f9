package dev.latchkey.imports;

import dev.latchkey.directory.NewUsers;
import dev.latchkey.shared.Problem;
import java.util.List;

/** What importing a file would do, line by line. */
record ImportPlan(
        List<Newcomer> newcomers,
        List<Present> present,
        List<Refused> refused,
        List<String> ignored) {
    ImportPlan {
        newcomers = List.copyOf(newcomers);
        present = List.copyOf(present);
        refused = List.copyOf(refused);
        ignored = List.copyOf(ignored);
    }

    /** A user who would be created. */
    record Newcomer(int line, NewUsers.Newcomer user) {}

    /**
     * A user whom the organization has. An import changes nobody.
     *
     * @param differences what the file says otherwise, in words
     */
    record Present(int line, String email, List<String> differences) {
        Present {
            differences = List.copyOf(differences);
        }
    }

    /** A line of which nothing would be imported. */
    record Refused(Sheet.Line line, List<Problem> problems) {
        Refused {
            problems = List.copyOf(problems);
        }
    }

    /** Those who are there with other details than the file's. */
    public List<Present> different() {
        return present.stream().filter(each -> !each.differences().isEmpty()).toList();
    }

    /** The newcomers without their lines. */
    List<NewUsers.Newcomer> users() {
        return newcomers.stream().map(Newcomer::user).toList();
    }

    /** Of the newcomers. */
    int admins() {
        return (int) newcomers.stream().filter(each -> each.user().admin()).count();
    }

    /** As many as a page shows. */
    static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }
}
