package dev.latchkey.demo;

import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Has every page say that it is a demo. */
@ControllerAdvice
@Profile("demo")
class DemoBanner {
    @ModelAttribute("demo")
    boolean demo() {
        return true;
    }
}
