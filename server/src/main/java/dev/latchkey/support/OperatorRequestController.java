package dev.latchkey.support;

import dev.latchkey.directory.Organization;
import dev.latchkey.directory.Visit;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.SignedInOperator;
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

/** The requests of one organization, for operators, who also write down what came by phone or mail. */
@Controller
@WithoutRequest
@RequestMapping("/operator/organizations/{organization}/requests")
class OperatorRequestController {
    private final Openings openings;
    private final RequestStore store;
    private final OperatorRequestPages pages;
    private final RequestLookup lookup;

    OperatorRequestController(
            Openings openings,
            RequestStore store,
            OperatorRequestPages pages,
            RequestLookup lookup) {
        this.openings = openings;
        this.store = store;
        this.pages = pages;
        this.lookup = lookup;
    }

    @GetMapping
    String list(
            Visit visit,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "") String at,
            Model model) {
        Organization organization = visit.organization();
        model.addAttribute("organization", organization);
        model.addAttribute("base", Paths.operator(organization.id()));
        model.addAttribute("page", store.of(organization.id(), new Wanted(page, at)));
        return "support/requests";
    }

    @GetMapping("/new")
    String begin(Visit visit, Model model) {
        return form(visit.organization(), OpenForm.EMPTY, List.of(), model);
    }

    /** Opens it for the customer; whoever writes it down takes it and works on it. */
    @PostMapping
    String open(
            Visit visit,
            @ModelAttribute OpenForm form,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = visit.organization();
        return switch (openings.open(operator, organization.id(), form)) {
            case Result.Ok<SupportRequest>(SupportRequest made) ->
                    "redirect:" + ReturnPath.back(organization.id(), form.back(), made.id());
            case Result.Refused<SupportRequest>(List<Problem> problems) ->
                    form(organization, form, problems, model);
        };
    }

    @GetMapping("/{request}")
    String show(
            Visit visit,
            @PathVariable("request") String request,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") String at,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        return pages.show(
                visit,
                operator,
                lookup.request(visit.id(), request),
                Wanted.newest(page, at),
                OperatorRequestPages.Typed.NOTHING,
                List.of(),
                model);
    }

    private static String form(
            Organization organization, OpenForm form, List<Problem> problems, Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("base", Paths.operator(organization.id()));
        model.addAttribute("form", form);
        model.addAttribute("problems", problems);
        model.addAllAttributes(OperatorRequestPages.choices());
        return "support/new";
    }
}
