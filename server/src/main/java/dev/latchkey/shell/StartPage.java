package dev.latchkey.shell;

import dev.latchkey.web.SignedInUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The bare address leads to where a visitor belongs. */
@Controller
class StartPage {
    @GetMapping("/")
    String start(@Nullable Authentication authentication) {
        boolean user =
                authentication != null && authentication.getPrincipal() instanceof SignedInUser;
        return user ? "redirect:/console" : "redirect:/login";
    }
}
