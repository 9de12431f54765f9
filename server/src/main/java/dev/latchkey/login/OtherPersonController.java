package dev.latchkey.login;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.failures.Failure;
import dev.latchkey.failures.FailurePage;
import dev.latchkey.failures.Failures;
import dev.latchkey.failures.LoginError;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.ReturnTo;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Asks whether to sign somebody in where somebody else is signed in. Nothing changes until that is answered. */
@Controller
@RequestMapping(OtherPersonController.PATH)
class OtherPersonController {
    static final String PATH = "/login/other";

    private final Handover handover;
    private final Directory directory;
    private final FailurePage failurePage;

    OtherPersonController(Handover handover, Directory directory, FailurePage failurePage) {
        this.handover = handover;
        this.directory = directory;
        this.failurePage = failurePage;
    }

    static String path(String ticket) {
        return PATH + "?ticket=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8);
    }

    /** Where nobody else is signed in any more, nobody needs to be asked. */
    @GetMapping
    ModelAndView ask(
            @RequestParam(defaultValue = "") String ticket,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        return handover.meeting(ticket, request)
                .flatMap(meeting -> page(ticket, meeting))
                .orElseGet(() ->
                        new ModelAndView(
                                "redirect:/login/finish?ticket="
                                        + URLEncoder.encode(ticket, StandardCharsets.UTF_8)));
    }

    private Optional<ModelAndView> page(String ticket, Sessions.Meeting meeting) {
        User present = user(meeting.presentOrganization(), meeting.present()).orElse(null);
        User next = user(meeting.nextOrganization(), meeting.next()).orElse(null);
        if (present == null || next == null) {
            return Optional.empty();
        }
        ModelAndView page = new ModelAndView("login/other");
        page.addObject("ticket", ticket);
        page.addObject("present", present);
        page.addObject("presentAt", name(present));
        page.addObject("next", next);
        page.addObject("nextAt", name(next));
        return Optional.of(page);
    }

    private Optional<User> user(OrganizationId organization, UserId user) {
        return directory.user(organization, user);
    }

    private String name(User user) {
        return directory.organization(user.organization()).map(Organization::name).orElse("");
    }

    /**
     * Goes on as the other.
     *
     * @param instead who was signed in on the page that was answered
     */
    @PostMapping
    ModelAndView goOn(
            @RequestParam(defaultValue = "") String ticket,
            @RequestParam(defaultValue = "") String instead,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean another =
                handover.meeting(ticket, request)
                        .filter(meeting -> !meeting.present().toString().equals(instead))
                        .isPresent();
        if (another) {
            return new ModelAndView("redirect:" + path(ticket));
        }
        return switch (handover.take(ticket, request, response)) {
            case Handover.Outcome.GoOn(String path) -> new ModelAndView("redirect:" + path);
            case Handover.Outcome.Refused(LoginError error) ->
                    handover.taken(ticket)
                            ? new ModelAndView("redirect:" + ReturnTo.DEFAULT)
                            : failurePage.show(Failure.of(error), Failures.About.nobody(), request);
        };
    }

    /** Stays who they are; the other's sign-in is over. */
    @DeleteMapping
    String stay(@RequestParam(defaultValue = "") String ticket, HttpServletRequest request) {
        handover.leave(ticket, request);
        return "redirect:" + ReturnTo.DEFAULT;
    }
}
