package dev.latchkey.support;

import dev.latchkey.audit.Caller;
import dev.latchkey.limits.RateLimits;
import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.support.SupportRequest.State;
import dev.latchkey.web.SignedInUser;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What an organization's admin does with a request of theirs: writes, closes it, opens it again. */
@Controller
@RequestMapping("/organization/requests/{request}")
class OrganizationThreadController {
    private static final int MOST_WRITTEN = 60;

    private final Conversation conversation;
    private final OwnRequestPages pages;
    private final RequestLookup lookup;
    private final RateLimits limits;

    OrganizationThreadController(
            Conversation conversation,
            OwnRequestPages pages,
            RequestLookup lookup,
            RateLimits limits) {
        this.conversation = conversation;
        this.pages = pages;
        this.lookup = lookup;
        this.limits = limits;
    }

    @PostMapping("/messages")
    String write(
            @PathVariable("request") String sid,
            @RequestParam(defaultValue = "") String text,
            Caller caller,
            @AuthenticationPrincipal SignedInUser admin,
            Model model) {
        SupportRequest request = lookup.request(caller.organization(), sid);
        Result<SupportRequest> result =
                limits.allow("support-message", admin.id().toString(), MOST_WRITTEN)
                        ? conversation.ask(caller, request.id(), text)
                        : new Result.Refused<>(List.of(new Problem(SupportError.TOO_MANY, null)));
        return answer(result, caller, sid, text, model);
    }

    /** @param as DONE where it is done, anything else where it is no longer wanted */
    @PostMapping("/closure")
    String close(
            @PathVariable("request") String sid,
            @RequestParam(defaultValue = "") String as,
            Caller caller,
            Model model) {
        State next = as.equals(State.DONE.name()) ? State.DONE : State.CANCELLED;
        return answer(move(caller, sid, next), caller, sid, "", model);
    }

    @DeleteMapping("/closure")
    String reopen(@PathVariable("request") String sid, Caller caller, Model model) {
        SupportRequest request = lookup.request(caller.organization(), sid);
        Result<SupportRequest> result =
                request.open()
                        ? new Result.Refused<>(
                                List.of(new Problem(SupportError.STATE_UNREACHABLE, null)))
                        : move(caller, sid, State.WAITING_FOR_SUPPORT);
        return answer(result, caller, sid, "", model);
    }

    private Result<SupportRequest> move(Caller caller, String sid, State next) {
        SupportRequest request = lookup.request(caller.organization(), sid);
        return conversation.move(caller, request.id(), next);
    }

    private String answer(
            Result<SupportRequest> result, Caller caller, String sid, String text, Model model) {
        return switch (result) {
            case Result.Ok<SupportRequest>(SupportRequest request) ->
                    "redirect:" + Paths.customer(request.id());
            case Result.Refused<SupportRequest>(List<Problem> problems) ->
                    pages.show(
                            lookup.request(caller.organization(), sid),
                            Wanted.LAST,
                            text,
                            problems,
                            model);
        };
    }
}
