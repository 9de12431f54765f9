package dev.latchkey.directory;

import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.UserId;
import dev.latchkey.shared.Visible;
import dev.latchkey.web.OrganizationPath;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of an organization's accounts and of who is in them. */
@Controller
@RequestMapping("/operator/organizations/{organization}/accounts")
class AccountController {
    private final Accounts accounts;
    private final Memberships memberships;
    private final Users users;
    private final Lookup lookup;

    AccountController(Accounts accounts, Memberships memberships, Users users, Lookup lookup) {
        this.accounts = accounts;
        this.memberships = memberships;
        this.users = users;
        this.lookup = lookup;
    }

    @GetMapping
    String list(
            Visit visit,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String at,
            Model model) {
        return list(visit.organization(), new Wanted(page, at), "", List.of(), model);
    }

    @PostMapping
    String create(Visit visit, @RequestParam(defaultValue = "") String name, Model model) {
        Organization organization = visit.organization();
        return switch (accounts.create(visit.caller(), name)) {
            case Result.Ok<Account>(Account made) -> redirect(made);
            case Result.Refused<Account>(List<Problem> problems) ->
                    list(organization, Wanted.FIRST, name, problems, model);
        };
    }

    @GetMapping("/{ac}")
    String show(
            Visit visit,
            @PathVariable("ac") String ac,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String at,
            Model model) {
        Organization organization = visit.organization();
        Versioned<Account> account = lookup.account(organization, ac);
        return show(organization, account, new Wanted(page, at), model);
    }

    @PostMapping("/{ac}")
    String rename(
            Visit visit,
            @PathVariable("ac") String ac,
            @RequestParam int version,
            @RequestParam(defaultValue = "") String name,
            Model model) {
        Organization organization = visit.organization();
        Account account = lookup.account(organization, ac).value();
        Result<Account> result = accounts.rename(visit.caller(), account.id(), version, name);
        return switch (result) {
            case Result.Ok<Account>(Account renamed) -> redirect(renamed);
            case Result.Refused<Account>(List<Problem> problems) -> {
                model.addAttribute("name", name);
                model.addAttribute("nameProblems", problems);
                yield show(organization, lookup.account(organization, ac), Wanted.FIRST, model);
            }
        };
    }

    @PostMapping("/{ac}/users")
    String add(
            Visit visit,
            @PathVariable("ac") String ac,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "MEMBER") Memberships.Role role,
            Model model) {
        Organization organization = visit.organization();
        Versioned<Account> account = lookup.account(organization, ac);
        return switch (only(email.strip())) {
            case Result.Ok<User>(User user) -> {
                memberships.add(visit.caller(), account.value(), user, role);
                yield redirect(account.value());
            }
            case Result.Refused<User>(List<Problem> problems) -> {
                model.addAttribute("email", email);
                model.addAttribute("memberProblems", problems);
                yield show(organization, account, Wanted.FIRST, model);
            }
        };
    }

    /** An operator may add whoever exists: an account can have guests (requirement D6). */
    private Result<User> only(String email) {
        List<User> found =
                EmailAddress.parse(Visible.trimmed(email)).map(users::byEmail).orElse(List.of());
        return switch (found.size()) {
            case 0 -> new Result.Refused<>(List.of(unknown(email)));
            case 1 -> Result.ok(found.getFirst());
            default -> Result.refused(DirectoryError.USER_AMBIGUOUS, email);
        };
    }

    private static Problem unknown(String email) {
        return new Problem(
                DirectoryError.USER_UNKNOWN, Visible.value(email), EmailAddress.why(email));
    }

    @DeleteMapping("/{ac}/users/{us}")
    String remove(Visit visit, @PathVariable("ac") String ac, @PathVariable("us") String us) {
        Organization organization = visit.organization();
        Account account = lookup.account(organization, ac).value();
        UserId user = UserId.parse(us).orElseThrow(Lookup::notFound);
        memberships.remove(visit.caller(), account, user);
        return redirect(account);
    }

    private static String redirect(Account account) {
        return "redirect:"
                + OrganizationPath.of(account.organization())
                + "/accounts/"
                + account.id();
    }

    private String list(
            Organization organization,
            Wanted wanted,
            String name,
            List<Problem> problems,
            Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("page", accounts.part(organization.id(), wanted));
        model.addAttribute("name", name);
        model.addAttribute("problems", problems);
        return "directory/accounts";
    }

    private String show(
            Organization organization, Versioned<Account> account, Wanted wanted, Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("account", account.value());
        model.addAttribute("version", account.version());
        model.addAttribute("page", memberships.part(account.value(), wanted));
        model.addAttribute("roles", Memberships.Role.values());
        for (String empty : List.of("nameProblems", "memberProblems")) {
            if (!model.containsAttribute(empty)) {
                model.addAttribute(empty, List.of());
            }
        }
        return "directory/account";
    }
}
