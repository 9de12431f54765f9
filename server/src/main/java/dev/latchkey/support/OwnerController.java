package dev.latchkey.support;

import dev.latchkey.directory.Visit;
import dev.latchkey.shared.OperatorId;
import dev.latchkey.shared.Result;
import dev.latchkey.support.OperatorRequestPages.Typed;
import dev.latchkey.web.SignedInOperator;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who looks after a request. */
@Controller
@WithoutRequest
@RequestMapping("/operator/organizations/{organization}/requests/{request}/owner")
class OwnerController {
    private final Ownership ownership;
    private final OperatorRequestPages pages;
    private final RequestLookup lookup;

    OwnerController(Ownership ownership, OperatorRequestPages pages, RequestLookup lookup) {
        this.ownership = ownership;
        this.pages = pages;
        this.lookup = lookup;
    }

    @PostMapping
    String take(
            Visit visit,
            @PathVariable("request") String sid,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        SupportRequest request = lookup.request(visit.id(), sid);
        Result<SupportRequest> result =
                ownership.take(operator, request.organization(), request.id());
        return pages.answer(result, visit, operator, request, Typed.NOTHING, model);
    }

    /** @param seen whoever had it on the page that the form is on, empty for nobody */
    @PutMapping
    String hand(
            Visit visit,
            @PathVariable("request") String sid,
            @RequestParam(defaultValue = "") String seen,
            @RequestParam(defaultValue = "") String to,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        SupportRequest request = lookup.request(visit.id(), sid);
        Result<SupportRequest> result =
                OperatorId.parse(to)
                        .map(next ->
                                ownership.hand(
                                        operator,
                                        request.organization(),
                                        request.id(),
                                        OperatorId.parse(seen).orElse(null),
                                        next))
                        .orElseGet(() -> Result.refused(SupportError.OPERATOR_UNKNOWN, to));
        return pages.answer(result, visit, operator, request, Typed.NOTHING, model);
    }

    @DeleteMapping
    String drop(
            Visit visit,
            @PathVariable("request") String sid,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        SupportRequest request = lookup.request(visit.id(), sid);
        Result<SupportRequest> result =
                ownership.drop(operator, request.organization(), request.id());
        return pages.answer(result, visit, operator, request, Typed.NOTHING, model);
    }
}
