package dev.latchkey.support;

import dev.latchkey.directory.Visit;
import dev.latchkey.listing.Wanted;
import dev.latchkey.operators.Operator;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.support.SupportRequest.Channel;
import dev.latchkey.support.SupportRequest.Kind;
import dev.latchkey.web.SignedInOperator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The page of a request as operators see it, also with what stood in the way of a change. */
@Component
class OperatorRequestPages {
    private final RequestLookup lookup;
    private final RequestHistory history;
    private final Focuses focuses;
    private final Operators operators;

    OperatorRequestPages(
            RequestLookup lookup, RequestHistory history, Focuses focuses, Operators operators) {
        this.lookup = lookup;
        this.history = history;
        this.focuses = focuses;
        this.operators = operators;
    }

    /** What was typed and not taken. */
    record Typed(String message, String note) {
        static final Typed NOTHING = new Typed("", "");
    }

    /** Goes on to the request, or says on its page why not. */
    String answer(
            Result<SupportRequest> result,
            Visit visit,
            SignedInOperator self,
            SupportRequest request,
            Typed typed,
            Model model) {
        return switch (result) {
            case Result.Ok<SupportRequest> ok ->
                    "redirect:" + Paths.operator(request.organization(), request.id());
            case Result.Refused<SupportRequest>(List<Problem> problems) -> {
                String sid = request.id().toString();
                SupportRequest now = lookup.request(visit.id(), sid);
                yield show(visit, self, now, Wanted.LAST, typed, problems, model);
            }
        };
    }

    String show(
            Visit visit,
            SignedInOperator self,
            SupportRequest request,
            Wanted wanted,
            Typed typed,
            List<Problem> problems,
            Model model) {
        model.addAttribute("organization", visit.organization());
        model.addAttribute("request", request);
        model.addAttribute("history", history.withNotes(request, wanted));
        model.addAttribute("path", Paths.operator(visit.id(), request.id()));
        model.addAttribute("mine", request.ownedBy(self.id()));
        model.addAttribute("working", isFocus(self, request));
        model.addAttribute("colleagues", others(request.owner()));
        model.addAttribute("self", self);
        model.addAttribute("typed", typed);
        model.addAttribute("problems", problems);
        return "support/request";
    }

    private boolean isFocus(SignedInOperator self, SupportRequest request) {
        return focuses.of(self.id(), request.organization())
                .filter(focus -> focus.id().equals(request.id()))
                .isPresent();
    }

    /** The operators who could get it. */
    private List<Operator> others(SupportRequest.@Nullable Owner owner) {
        return operators.all().stream()
                .filter(Operator::active)
                .filter(each -> owner == null || !each.id().equals(owner.id()))
                .toList();
    }

    /** What a form to open a request offers. */
    static Map<String, Object> choices() {
        return Map.of(
                "kinds", List.of(Kind.values()),
                "channels",
                        Stream.of(Channel.values())
                                .filter(each -> each != Channel.PORTAL)
                                .toList());
    }
}
