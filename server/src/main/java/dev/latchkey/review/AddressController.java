package dev.latchkey.review;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.DirectoryError;
import dev.latchkey.directory.Organization;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.SignedInUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Where the mailboxes confirm a new address, and the old one stops or undoes it. Following a link only shows what would
 * happen: mail scanners follow links, too.
 */
@Controller
class AddressController {
    private static final int WRONG_PER_NETWORK = 60;
    private static final int LONGEST_TOKEN = 100;

    private final AddressConfirmations confirmations;
    private final Directory directory;
    private final Guesses guesses;
    private final Clock clock;

    AddressController(
            AddressConfirmations confirmations, Directory directory, Guesses guesses, Clock clock) {
        this.confirmations = confirmations;
        this.directory = directory;
        this.guesses = guesses;
        this.clock = clock;
    }

    @GetMapping("/login/address")
    String show(
            @RequestParam(defaultValue = "") String token,
            @AuthenticationPrincipal @Nullable SignedInUser by,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        response.setHeader("Referrer-Policy", "no-referrer");
        return tried(
                request,
                token,
                model,
                () ->
                        confirmations
                                .look(token)
                                .map(linked -> question(token, linked, by, model))
                                .orElseGet(() -> told("UNKNOWN", null, model)));
    }

    private String question(
            String token, CorrectionStore.Linked linked, @Nullable SignedInUser by, Model model) {
        Correction correction = linked.correction();
        boolean them = AddressConfirmations.isThem(correction, by);
        boolean saidSo =
                linked.old()
                        ? correction.oldConfirmedAt() != null
                        : correction.newConfirmedAt() != null && !them;
        model.addAttribute("token", token);
        model.addAttribute("old", linked.old());
        model.addAttribute("them", them);
        model.addAttribute("saidSo", saidSo);
        return told(correction.state(clock.instant()).name(), correction, model);
    }

    @PostMapping("/login/address")
    String confirm(
            @RequestParam(defaultValue = "") String token,
            @AuthenticationPrincipal @Nullable SignedInUser by,
            HttpServletRequest request,
            Model model) {
        return tried(
                request,
                token,
                model,
                () -> answer(token, confirmations.confirm(token, by), model));
    }

    @DeleteMapping("/login/address")
    String object(
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request,
            Model model) {
        return tried(
                request, token, model, () -> answer(token, confirmations.object(token), model));
    }

    private String answer(String token, Result<Correction> result, Model model) {
        return switch (result) {
            case Result.Ok<Correction>(Correction now) -> told(outcome(now), now, model);
            case Result.Refused<Correction>(List<Problem> problems) ->
                    confirmations
                            .look(token)
                            .map(linked -> refused(linked.correction(), problems, model))
                            .orElseGet(() -> told("UNKNOWN", null, model));
        };
    }

    private String outcome(Correction now) {
        Correction.State state = now.state(clock.instant());
        return switch (state) {
            case OPEN -> now.newConfirmedAt() == null ? "NEW_MISSING" : "OLD_MISSING";
            case CONFIRMED, UNDOABLE -> "DONE";
            default -> state.name();
        };
    }

    private String refused(Correction correction, List<Problem> problems, Model model) {
        Correction.State state = correction.state(clock.instant());
        if (problems.stream().anyMatch(each -> each.code() == ReviewError.NOT_THE_OLD_MAILBOX)) {
            return told("OLD_ONLY", correction, model);
        }
        boolean possible = state == Correction.State.OPEN || state == Correction.State.UNDOABLE;
        if (possible && takenElsewhere(correction, problems)) {
            return told("EXPIRED", correction, model);
        }
        return told(possible ? "IMPOSSIBLE" : state.name(), correction, model);
    }

    /** Nobody learns here that somebody of another organization has the address. */
    private boolean takenElsewhere(Correction correction, List<Problem> problems) {
        return problems.stream().anyMatch(each -> each.code() == DirectoryError.EMAIL_TAKEN)
                && directory
                        .usersByEmail(
                                correction.organization(), new EmailAddress(correction.newEmail()))
                        .isEmpty();
    }

    /** A link that is known counts for nothing, however often it is followed. */
    private String tried(
            HttpServletRequest request, String token, Model model, Supplier<String> answer) {
        return token.length() > LONGEST_TOKEN
                ? tooMany(model)
                : guesses.token(
                                "address",
                                ClientAddress.of(request),
                                WRONG_PER_NETWORK,
                                guess -> answered(token, guess, answer))
                        .orElseGet(() -> tooMany(model));
    }

    private String answered(String token, Guess guess, Supplier<String> answer) {
        if (confirmations.look(token).isPresent()) {
            guess.right();
        }
        return answer.get();
    }

    private static String tooMany(Model model) {
        model.addAttribute("state", "TOO_MANY");
        return "review/address";
    }

    private String told(String state, @Nullable Correction correction, Model model) {
        if (correction != null) {
            model.addAttribute("correction", correction);
            model.addAttribute(
                    "organization",
                    directory
                            .organization(correction.organization())
                            .map(Organization::name)
                            .orElse(""));
        }
        model.addAttribute("state", state);
        return "review/address";
    }
}
