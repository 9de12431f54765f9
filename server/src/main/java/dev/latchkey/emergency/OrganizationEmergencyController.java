package dev.latchkey.emergency;

import dev.latchkey.audit.Caller;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.SignedInUser;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Where an organization's admins say who of them keeps a second way in. */
@Controller
@RequestMapping("/organization/emergency")
class OrganizationEmergencyController {
    /** More would not fit into a list to choose from. */
    private static final int CHOICES = 500;

    private final EmergencyAccess access;
    private final EmergencyService desk;
    private final Directory directory;
    private final AsSeen asSeen;

    OrganizationEmergencyController(
            EmergencyAccess access, EmergencyService desk, Directory directory, AsSeen asSeen) {
        this.access = access;
        this.desk = desk;
        this.directory = directory;
        this.asSeen = asSeen;
    }

    @GetMapping
    String list(Caller caller, @AuthenticationPrincipal SignedInUser by, Model model) {
        return page(caller, by, List.of(), model);
    }

    @PostMapping
    String name(
            Caller caller,
            @RequestParam("user") String us,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInUser by,
            Model model) {
        User user = user(caller, us);
        return answer(asSeen(caller, seen, () -> desk.name(caller, user)), caller, by, model);
    }

    @DeleteMapping("/users/{us}")
    String end(
            Caller caller,
            @PathVariable("us") String us,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInUser by,
            Model model) {
        User user = user(caller, us);
        return answer(asSeen(caller, seen, () -> desk.end(caller, user)), caller, by, model);
    }

    private Result<User> asSeen(Caller caller, String seen, Supplier<Result<User>> act) {
        return asSeen.act(
                caller.organization(),
                seen,
                () ->
                        seen(
                                access.of(caller.organization()),
                                directory.admins(caller.organization())),
                act);
    }

    /** Who is an admin under which address, and who of them keeps which way in. A use of a code alters nothing of it. */
    private static Seen seen(List<EmergencyAdmin> named, List<User> admins) {
        return Seen.of(
                named.stream()
                        .map(each ->
                                List.of(
                                        each.user(),
                                        each.email(),
                                        each.since(),
                                        each.active(),
                                        each.admin(),
                                        String.valueOf(each.codesMadeAt())))
                        .toList(),
                admins.stream()
                        .map(each -> List.of(each.id(), each.email(), each.name()))
                        .toList());
    }

    private String answer(Result<User> result, Caller caller, SignedInUser by, Model model) {
        return switch (result) {
            case Result.Ok<User> ok -> "redirect:/organization/emergency";
            case Result.Refused<User>(List<Problem> problems) -> page(caller, by, problems, model);
        };
    }

    private User user(Caller caller, String us) {
        return UserId.parse(us)
                .flatMap(id -> directory.user(caller.organization(), id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private String page(Caller caller, SignedInUser by, List<Problem> problems, Model model) {
        List<EmergencyAdmin> named = access.of(caller.organization());
        Set<UserId> ids =
                named.stream().map(EmergencyAdmin::user).collect(Collectors.toUnmodifiableSet());
        List<User> admins = directory.admins(caller.organization());
        model.addAttribute("problems", problems);
        model.addAttribute("seen", seen(named, admins));
        model.addAttribute("named", named);
        model.addAttribute("own", by.id());
        model.addAttribute("isNamed", ids.contains(by.id()));
        model.addAttribute(
                "others",
                admins.stream().filter(admin -> !ids.contains(admin.id())).limit(CHOICES).toList());
        return "emergency/organization";
    }
}
