package dev.latchkey.mail;

import dev.latchkey.audit.Actor;
import dev.latchkey.shared.MailId;
import dev.latchkey.web.SignedInOperator;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** What waits to be mailed, what did not go and why. */
@Controller
class MailController {
    private final MailService desk;
    private final MailLines lines;

    MailController(MailService desk, MailLines lines) {
        this.desk = desk;
        this.lines = lines;
    }

    @GetMapping("/operator/mail")
    String show(
            @RequestParam(defaultValue = "") String view,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "false") boolean late,
            Model model) {
        boolean waiting = view.equals("waiting");
        model.addAttribute("waiting", waiting);
        model.addAttribute("late", late);
        model.addAttribute("configured", lines.configured());
        model.addAttribute("server", desk.server());
        model.addAttribute("page", desk.page(waiting, MailId.parse(after).orElse(null)));
        return "mail/outbox";
    }

    @PostMapping("/operator/mail")
    String retry(
            @RequestParam(name = "mail", defaultValue = "") String sid,
            @AuthenticationPrincipal SignedInOperator operator) {
        return back(desk.retry(Actor.of(operator), id(sid)));
    }

    @DeleteMapping("/operator/mail")
    String drop(
            @RequestParam(name = "mail", defaultValue = "") String sid,
            @AuthenticationPrincipal SignedInOperator operator) {
        return back(desk.drop(Actor.of(operator), id(sid)));
    }

    private static MailId id(String sid) {
        return MailId.parse(sid)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static String back(boolean done) {
        return done ? "redirect:/operator/mail" : "redirect:/operator/mail?late=true";
    }
}
