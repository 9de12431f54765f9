package dev.latchkey.imports;

import dev.latchkey.directory.Account;
import dev.latchkey.directory.DirectoryError;
import dev.latchkey.directory.Names;
import dev.latchkey.directory.NewUsers;
import dev.latchkey.directory.User;
import dev.latchkey.shared.AccountId;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a line must be to make a user of this organization, apart from who is there already. */
final class LineRules {
    private static final List<String> YES = List.of("yes", "y", "true", "1", "x");
    private static final List<String> NO = List.of("", "no", "n", "false", "0");

    private final Map<String, List<Account>> byName;
    private final Map<AccountId, Account> bySid;

    LineRules(List<Account> accounts) {
        this.byName = accounts.stream().collect(Collectors.groupingBy(each -> lower(each.name())));
        this.bySid = accounts.stream().collect(Collectors.toMap(Account::id, Function.identity()));
    }

    List<Problem> problems(Sheet.Line line) {
        List<Problem> problems = new ArrayList<>();
        if (line.overflows()) {
            problems.add(new Problem(DirectoryError.TOO_MANY_CELLS, null));
        }
        if (EmailAddress.parse(line.email()).isEmpty()) {
            problems.addAll(unusable(line));
        }
        if (!Names.usable(line.name())) {
            problems.add(new Problem(DirectoryError.NAME_UNUSABLE, line.name()));
        }
        if (admin(line).isEmpty()) {
            problems.add(new Problem(DirectoryError.ADMIN_UNREADABLE, line.admin()));
        }
        if (User.Kind.named(line.kind()).isEmpty()) {
            problems.add(new Problem(DirectoryError.KIND_UNKNOWN, line.kind()));
        }
        for (String account : accountsOf(line)) {
            int found = matches(account).size();
            if (found != 1) {
                problems.add(
                        new Problem(
                                found == 0
                                        ? DirectoryError.ACCOUNT_UNKNOWN
                                        : DirectoryError.ACCOUNT_AMBIGUOUS,
                                account));
            }
        }
        return problems;
    }

    /** Why no new user can have this line's address; empty where one can. */
    static List<Problem> unusable(Sheet.Line line) {
        return EmailAddress.fresh(line.email(), DirectoryError.ofEmail(line.email()))
                        instanceof Result.Refused<EmailAddress>(List<Problem> problems)
                ? problems
                : List.of();
    }

    /** The user of a line without problems. */
    ImportPlan.Newcomer newcomer(Sheet.Line line) {
        return new ImportPlan.Newcomer(
                line.number(),
                new NewUsers.Newcomer(
                        new EmailAddress(line.email()),
                        line.name(),
                        admin(line).orElseThrow(),
                        User.Kind.named(line.kind()).orElseThrow(),
                        accountsOf(line).stream()
                                .map(each -> matches(each).getFirst().id())
                                .distinct()
                                .toList()));
    }

    private static Optional<Boolean> admin(Sheet.Line line) {
        String plain = lower(line.admin());
        if (YES.contains(plain)) {
            return Optional.of(true);
        }
        return NO.contains(plain) ? Optional.of(false) : Optional.empty();
    }

    /** Names or SIDs between semicolons or bars; a name that has one in it may also stand alone. */
    private List<String> accountsOf(Sheet.Line line) {
        if (byName.containsKey(lower(line.accounts()))) {
            return List.of(line.accounts());
        }
        return Stream.of(line.accounts().split("[;|]"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private List<Account> matches(String account) {
        return AccountId.parse(account)
                .map(id -> Stream.ofNullable(bySid.get(id)).toList())
                .orElseGet(() -> byName.getOrDefault(lower(account), List.of()));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
