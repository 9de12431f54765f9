package dev.latchkey.support;

import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.support.OperatorRequestPages.Typed;
import dev.latchkey.support.SupportRequest.State;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What an operator writes about a request, to the customer or to colleagues, and whose turn it is. */
@Controller
@WithoutRequest
@RequestMapping("/operator/organizations/{organization}/requests/{request}")
class OperatorThreadController {
    private final Conversation conversation;
    private final OperatorRequestPages pages;
    private final RequestLookup lookup;

    OperatorThreadController(
            Conversation conversation, OperatorRequestPages pages, RequestLookup lookup) {
        this.conversation = conversation;
        this.pages = pages;
        this.lookup = lookup;
    }

    /** @param then the state that follows */
    @PostMapping("/messages")
    String answer(
            Visit visit,
            @PathVariable("request") String sid,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "WAITING_FOR_CUSTOMER") String then,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        SupportRequest request = lookup.request(visit.id(), sid);
        Optional<State> next = State.of(then);
        Result<SupportRequest> result =
                next.isEmpty()
                        ? unknown()
                        : conversation.answer(visit.caller(), request.id(), text, next.get());
        return pages.answer(result, visit, operator, request, new Typed(text, ""), model);
    }

    @PostMapping("/notes")
    String note(
            Visit visit,
            @PathVariable("request") String sid,
            @RequestParam(defaultValue = "") String text,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        SupportRequest request = lookup.request(visit.id(), sid);
        Result<SupportRequest> result = conversation.note(visit.caller(), request.id(), text);
        return pages.answer(result, visit, operator, request, new Typed("", text), model);
    }

    @PostMapping("/state")
    String move(
            Visit visit,
            @PathVariable("request") String sid,
            @RequestParam(defaultValue = "") String state,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        SupportRequest request = lookup.request(visit.id(), sid);
        Optional<State> next = State.of(state);
        Result<SupportRequest> result =
                next.isEmpty()
                        ? unknown()
                        : conversation.move(visit.caller(), request.id(), next.get());
        return pages.answer(result, visit, operator, request, Typed.NOTHING, model);
    }

    private static Result<SupportRequest> unknown() {
        return new Result.Refused<>(List.of(new Problem(SupportError.STATE_UNKNOWN, null)));
    }
}
