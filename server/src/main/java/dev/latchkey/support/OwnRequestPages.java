package dev.latchkey.support;

import dev.latchkey.listing.Wanted;
import dev.latchkey.shared.Problem;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The page of a request as the customer sees it. */
@Component
class OwnRequestPages {
    private final RequestHistory history;

    OwnRequestPages(RequestHistory history) {
        this.history = history;
    }

    String show(
            SupportRequest request,
            Wanted wanted,
            String text,
            List<Problem> problems,
            Model model) {
        model.addAttribute("request", request);
        model.addAttribute("history", history.shared(request, wanted));
        model.addAttribute("path", Paths.customer(request.id()));
        model.addAttribute("text", text);
        model.addAttribute("problems", problems);
        return "support/own-request";
    }
}
