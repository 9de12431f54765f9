package dev.latchkey.login;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.login.SignInPolicy.ComingSwitch;
import dev.latchkey.web.ReturnTo;
import dev.latchkey.web.SignedInUser;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Between a password sign-in and where the person was going: that the password will stop working. A sign-in leads here
 * once, and nothing else does.
 */
@Controller
class NoticeController {
    private final SignInPolicy policy;
    private final Directory directory;
    private final Clock clock;

    NoticeController(SignInPolicy policy, Directory directory, Clock clock) {
        this.policy = policy;
        this.directory = directory;
        this.clock = clock;
    }

    static String path(String returnTo) {
        return "/login/notice?return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
    }

    @GetMapping("/login/notice")
    ModelAndView notice(
            @RequestParam(name = "return_to", required = false) @Nullable String to,
            @AuthenticationPrincipal @Nullable SignedInUser user) {
        if (user == null) {
            return new ModelAndView("redirect:/login");
        }
        String returnTo = ReturnTo.local(to);
        return coming(user)
                .map(coming -> page(user, coming, returnTo))
                .orElseGet(() -> new ModelAndView("redirect:" + returnTo));
    }

    private Optional<ComingSwitch> coming(SignedInUser user) {
        return user.method().equals(Session.Method.PASSWORD.name())
                ? policy.comingSwitch(user.organization(), user.id())
                : Optional.empty();
    }

    private ModelAndView page(SignedInUser user, ComingSwitch coming, String returnTo) {
        ModelAndView page = new ModelAndView("login/notice");
        boolean known = coming.at() != null && coming.at().isAfter(clock.instant());
        page.addObject("at", known ? coming.at() : null);
        page.addObject(
                "organization",
                directory.organization(user.organization()).map(Organization::name).orElse(""));
        page.addObject("sso", LoginController.ssoPath(coming.connection().toString(), returnTo));
        page.addObject("returnTo", returnTo);
        return page;
    }
}
