package dev.latchkey.imports;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.DirectoryError;
import dev.latchkey.directory.NewUsers;
import dev.latchkey.directory.User;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds a file of users against the directory as it stands. Two matches are no match; nobody is changed. */
@Component
class ImportPlanner {
    private final Directory directory;

    ImportPlanner(Directory directory) {
        this.directory = directory;
    }

    /** Of the addresses in it. */
    Set<String> keys(Sheet sheet) {
        return byKey(sheet).keySet();
    }

    ImportPlan plan(OrganizationId organization, Sheet sheet) {
        Map<String, Group> groups = byKey(sheet);
        return plan(
                organization,
                sheet,
                groups.keySet(),
                line -> amongLines(line, groups.get(key(line))));
    }

    /**
     * As {@link #plan(OrganizationId, Sheet)} for a part of a file.
     *
     * @param amongLines the problems that a line has because of the file's other lines
     */
    ImportPlan plan(
            OrganizationId organization,
            Sheet part,
            Function<Sheet.Line, List<Problem>> amongLines) {
        return plan(organization, part, keys(part), amongLines);
    }

    private ImportPlan plan(
            OrganizationId organization,
            Sheet sheet,
            Set<String> keys,
            Function<Sheet.Line, List<Problem>> amongLines) {
        LineRules rules = rules(organization);
        Map<String, List<User>> stored = stored(keys);
        List<ImportPlan.Newcomer> newcomers = new ArrayList<>();
        List<ImportPlan.Present> present = new ArrayList<>();
        List<ImportPlan.Refused> refused = new ArrayList<>();
        for (Sheet.Line line : sheet.lines()) {
            String key = key(line);
            List<User> same = stored.getOrDefault(key, List.of());
            List<Problem> problems = new ArrayList<>(rules.problems(line));
            problems.addAll(amongLines.apply(line));
            problems.addAll(amongUsers(organization, line, same));
            if (same.isEmpty() && !key.isEmpty()) {
                problems.addAll(LineRules.unusable(line));
            }
            if (!problems.isEmpty()) {
                refused.add(new ImportPlan.Refused(line, problems));
            } else if (same.isEmpty()) {
                newcomers.add(rules.newcomer(line));
            } else {
                present.add(present(rules.newcomer(line), same.getFirst()));
            }
        }
        return new ImportPlan(newcomers, present, refused, sheet.ignored());
    }

    /** What a line of this organization's file must be. */
    LineRules rules(OrganizationId organization) {
        return new LineRules(directory.accounts(organization));
    }

    private static String key(Sheet.Line line) {
        return EmailAddress.parse(line.email()).map(EmailAddress::key).orElse("");
    }

    /** The lines with one address, in whatever case; looked through once, however many they are. */
    private record Group(List<Sheet.Line> lines, boolean allTheSame) {
        static Group of(List<Sheet.Line> lines) {
            Sheet.Line first = lines.getFirst();
            return new Group(lines, lines.stream().allMatch(first::saysTheSameAs));
        }
    }

    private static Map<String, Group> byKey(Sheet sheet) {
        Map<String, List<Sheet.Line>> byKey = new LinkedHashMap<>();
        for (Sheet.Line line : sheet.lines()) {
            EmailAddress.parse(line.email())
                    .ifPresent(email ->
                            byKey.computeIfAbsent(email.key(), key -> new ArrayList<>()).add(line));
        }
        Map<String, Group> groups = new LinkedHashMap<>();
        byKey.forEach((key, lines) -> groups.put(key, Group.of(lines)));
        return groups;
    }

    private Map<String, List<User>> stored(Collection<String> keys) {
        return directory.usersByEmailKeys(keys).stream()
                .collect(Collectors.groupingBy(user -> new EmailAddress(user.email()).key()));
    }

    /** The first of several that say the same counts; where they differ, none does. */
    private static List<Problem> amongLines(Sheet.Line line, @Nullable Group group) {
        if (group == null) {
            return List.of();
        }
        Sheet.Line first = group.lines().getFirst();
        if (group.allTheSame()) {
            return line.number() == first.number()
                    ? List.of()
                    : List.of(new Problem(DirectoryError.LINE_REPEATED, "line " + first.number()));
        }
        String others =
                group.lines().stream()
                        .filter(other -> other.number() != line.number())
                        .limit(5)
                        .map(other -> other.number() + ": " + other.email())
                        .collect(Collectors.joining(", "));
        return List.of(new Problem(DirectoryError.LINES_CONTRADICT, "line " + others));
    }

    private static List<Problem> amongUsers(
            OrganizationId organization, Sheet.Line line, List<User> same) {
        if (same.stream().anyMatch(user -> !user.organization().equals(organization))) {
            return List.of(new Problem(DirectoryError.EMAIL_OF_ANOTHER_ORGANIZATION, line.email()));
        }
        boolean stands =
                same.size() < 2
                        && same.stream().allMatch(user -> isWritten(user.email(), line.email()));
        return stands
                ? List.of()
                : List.of(
                        new Problem(
                                DirectoryError.EMAIL_DIFFERS_IN_CASE,
                                same.stream().map(User::email).collect(Collectors.joining(", "))));
    }

    /** A domain in letters is the same as its A-labels; anything else must be written as it is stored. */
    private static boolean isWritten(String stored, String given) {
        return stored.equals(given)
                || new EmailAddress(stored).isInOtherLetters(new EmailAddress(given));
    }

    private static ImportPlan.Present present(ImportPlan.Newcomer line, User user) {
        NewUsers.Newcomer given = line.user();
        List<String> differences = new ArrayList<>();
        if (!given.name().equals(user.name())) {
            differences.add("name: " + user.name());
        }
        if (given.admin() != user.admin()) {
            differences.add("admin: " + (user.admin() ? "yes" : "no"));
        }
        if (given.kind() != user.kind()) {
            differences.add("kind: " + user.kind());
        }
        if (!user.active()) {
            differences.add("inactive");
        }
        return new ImportPlan.Present(line.line(), user.email(), differences);
    }
}
