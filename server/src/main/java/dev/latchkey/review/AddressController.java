package dev.latchkey.review;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.limits.Guess;
import dev.latchkey.limits.Guesses;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Where a user confirms a new address. Following the link only shows what would happen: mail scanners follow links,
 * too.
 */
@Controller
class AddressController {
    private static final int WRONG_PER_NETWORK = 60;
    private static final int LONGEST_TOKEN = 100;

    private final Corrections corrections;
    private final Directory directory;
    private final Guesses guesses;
    private final Clock clock;

    AddressController(Corrections corrections, Directory directory, Guesses guesses, Clock clock) {
        this.corrections = corrections;
        this.directory = directory;
        this.guesses = guesses;
        this.clock = clock;
    }

    @GetMapping("/login/address")
    String show(
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        response.setHeader("Referrer-Policy", "no-referrer");
        return tried(request, token, model, known -> page(token, known, null, model));
    }

    @PostMapping("/login/address")
    String confirm(
            @RequestParam(defaultValue = "") String token,
            HttpServletRequest request,
            Model model) {
        return tried(request, token, model, known -> confirmed(token, model));
    }

    private String confirmed(String token, Model model) {
        return switch (corrections.confirm(token)) {
            case Result.Ok<Correction>(Correction confirmed) -> page("", confirmed, "DONE", model);
            case Result.Refused<Correction>(List<Problem> problems) -> {
                Correction now = corrections.look(token).orElse(null);
                boolean open = now != null && now.state(clock.instant()) == Correction.State.OPEN;
                yield page("", now, open ? "IMPOSSIBLE" : null, model);
            }
        };
    }

    /** A link that is known counts for nothing, however often it is followed. */
    private String tried(
            HttpServletRequest request,
            String token,
            Model model,
            Function<@Nullable Correction, String> answer) {
        return token.length() > LONGEST_TOKEN
                ? tooMany(model)
                : guesses.token(
                                "address",
                                ClientAddress.of(request),
                                WRONG_PER_NETWORK,
                                guess -> answer.apply(known(token, guess)))
                        .orElseGet(() -> tooMany(model));
    }

    private @Nullable Correction known(String token, Guess guess) {
        Correction known = corrections.look(token).orElse(null);
        if (known != null) {
            guess.right();
        }
        return known;
    }

    private static String tooMany(Model model) {
        model.addAttribute("state", "TOO_MANY");
        return "review/address";
    }

    private String page(
            String token, @Nullable Correction correction, @Nullable String state, Model model) {
        if (correction != null) {
            model.addAttribute("correction", correction);
            model.addAttribute(
                    "organization",
                    directory
                            .organization(correction.organization())
                            .map(Organization::name)
                            .orElse(""));
        }
        model.addAttribute("token", token);
        model.addAttribute(
                "state",
                state != null
                        ? state
                        : correction == null
                                ? "UNKNOWN"
                                : correction.state(clock.instant()).name());
        return "review/address";
    }
}
