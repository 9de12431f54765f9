package dev.latchkey.login;

import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.web.SignedInUser;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** Where a person arrives: who is signed in, and how. */
@Controller
class ConsoleController {
    private final Directory directory;

    ConsoleController(Directory directory) {
        this.directory = directory;
    }

    @GetMapping("/console")
    ModelAndView console(@AuthenticationPrincipal SignedInUser user) {
        ModelAndView page = new ModelAndView("login/console");
        page.addObject("user", user);
        page.addObject(
                "organization",
                directory.organization(user.organization()).map(Organization::name).orElse(""));
        return page;
    }
}
