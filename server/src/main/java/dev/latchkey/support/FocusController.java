package dev.latchkey.support;

import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.support.OperatorRequestPages.Typed;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Which request an operator is working on. */
@Controller
@WithoutRequest
@RequestMapping("/operator/organizations/{organization}")
class FocusController {
    private final Ownership ownership;
    private final OperatorRequestPages pages;
    private final RequestLookup lookup;

    FocusController(Ownership ownership, OperatorRequestPages pages, RequestLookup lookup) {
        this.ownership = ownership;
        this.pages = pages;
        this.lookup = lookup;
    }

    /** @param back the page of this organization to go on with */
    @PostMapping("/requests/{request}/focus")
    String begin(
            Visit visit,
            @PathVariable("request") String sid,
            @RequestParam(defaultValue = "") String back,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        SupportRequest request = lookup.request(visit.id(), sid);
        Result<SupportRequest> result =
                ownership.focus(operator, request.organization(), request.id());
        return switch (result) {
            case Result.Ok<SupportRequest> ok ->
                    "redirect:" + ReturnPath.back(request.organization(), back, request.id());
            case Result.Refused<SupportRequest>(List<Problem> problems) ->
                    pages.answer(result, visit, operator, request, Typed.NOTHING, model);
        };
    }

    /** The same of a request that was chosen in the form. */
    @PostMapping("/focus")
    String choose(
            Visit visit,
            @RequestParam(defaultValue = "") String request,
            @RequestParam(defaultValue = "") String back,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        return begin(visit, request, back, operator, model);
    }

    @DeleteMapping("/requests/{request}/focus")
    String end(
            Visit visit,
            @PathVariable("request") String sid,
            @AuthenticationPrincipal SignedInOperator operator) {
        SupportRequest request = lookup.request(visit.id(), sid);
        ownership.unfocus(operator, request);
        return "redirect:" + Paths.operator(request.organization(), request.id());
    }
}
