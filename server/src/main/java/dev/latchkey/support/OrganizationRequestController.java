package dev.latchkey.support;

import dev.latchkey.audit.Caller;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.support.SupportRequest.Kind;
import dev.latchkey.web.SignedInUser;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The requests of an organization, for its admins. The organization is the signed-in admin's. */
@Controller
@RequestMapping("/organization/requests")
class OrganizationRequestController {
    private static final int MOST_OPENED = 20;

    private final Requests requests;
    private final RequestStore store;
    private final OwnRequestPages pages;
    private final RequestLookup lookup;
    private final RateLimits limits;

    OrganizationRequestController(
            Requests requests,
            RequestStore store,
            OwnRequestPages pages,
            RequestLookup lookup,
            RateLimits limits) {
        this.requests = requests;
        this.store = store;
        this.pages = pages;
        this.lookup = lookup;
        this.limits = limits;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String at,
            Caller caller,
            Model model) {
        model.addAttribute("page", store.of(caller.organization(), new Wanted(page, at)));
        return "support/own-requests";
    }

    @GetMapping("/new")
    String begin(Model model) {
        return form(OpenForm.EMPTY, List.of(), model);
    }

    @PostMapping
    String open(
            Caller caller,
            @ModelAttribute OpenForm form,
            @AuthenticationPrincipal SignedInUser admin,
            Model model) {
        return switch (opened(caller, form, admin)) {
            case Result.Ok<SupportRequest>(SupportRequest made) ->
                    "redirect:" + Paths.customer(made.id());
            case Result.Refused<SupportRequest>(List<Problem> problems) ->
                    form(form, problems, model);
        };
    }

    private Result<SupportRequest> opened(Caller caller, OpenForm form, SignedInUser admin) {
        return form.chosenKind()
                .flatMap(kind ->
                        limits.allow("support-request", admin.id().toString(), MOST_OPENED)
                                ? requests.open(caller, kind, form.typedSubject(), form.typedText())
                                : new Result.Refused<>(
                                        List.of(new Problem(SupportError.TOO_MANY, null))));
    }

    @GetMapping("/{request}")
    String show(
            @PathVariable("request") String request,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") String at,
            Caller caller,
            Model model) {
        return pages.show(
                lookup.request(caller.organization(), request),
                Wanted.newest(page, at),
                "",
                List.of(),
                model);
    }

    private static String form(OpenForm form, List<Problem> problems, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("kinds", Kind.values());
        model.addAttribute("problems", problems);
        return "support/own-new";
    }
}
