package dev.latchkey.emergency;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.User;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.LatchkeySettings;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.SignedInUser;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** Where an emergency admin gets their own codes, and reads what to do after one was used. */
@Controller
class RecoveryCodeController {
    private final EmergencyAccess access;
    private final EmergencyService desk;
    private final Directory directory;
    private final LatchkeySettings settings;
    private final Clock clock;

    RecoveryCodeController(
            EmergencyAccess access,
            EmergencyService desk,
            Directory directory,
            LatchkeySettings settings,
            Clock clock) {
        this.access = access;
        this.desk = desk;
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping("/organization/emergency/codes")
    String codes(@AuthenticationPrincipal SignedInUser by, Model model) {
        return own(by, List.of(), model, "emergency/codes");
    }

    /** The answer has the codes, which nobody sees again. */
    @PostMapping("/organization/emergency/codes")
    String make(Visit visit, @AuthenticationPrincipal SignedInUser by, Model model) {
        User user =
                directory
                        .user(visit.id(), by.id())
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return switch (desk.makeCodes(visit.caller(), user)) {
            case Result.Ok<List<RecoveryCode>>(List<RecoveryCode> made) ->
                    show(visit, user, made, model);
            case Result.Refused<List<RecoveryCode>>(List<Problem> problems) ->
                    own(by, problems, model, "emergency/codes");
        };
    }

    @GetMapping("/organization/emergency/used")
    String used(@AuthenticationPrincipal SignedInUser by, Model model) {
        return own(by, List.of(), model, "emergency/used");
    }

    private String own(SignedInUser by, List<Problem> problems, Model model, String page) {
        model.addAttribute("problems", problems);
        model.addAttribute("admin", access.of(by.organization(), by.id()).orElse(null));
        return page;
    }

    private String show(Visit visit, User user, List<RecoveryCode> made, Model model) {
        model.addAttribute("codes", made.stream().map(RecoveryCode::shown).toList());
        model.addAttribute("user", user);
        model.addAttribute("organization", visit.organization().name());
        model.addAttribute("address", settings.baseUrl() + "/login/emergency");
        model.addAttribute("made", clock.instant());
        return "emergency/new-codes";
    }
}
