package dev.latchkey.demo;

import dev.latchkey.enforcement.Standing;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** What there is to try. */
@Controller
@Profile("demo")
class DemoPageController {
    private final SampleDirectory directory;

    DemoPageController(SampleDirectory directory) {
        this.directory = directory;
    }

    /** A person of the sample, as it began. */
    record Row(String name, String email, String standing) {}

    @GetMapping("/demo")
    ModelAndView page() {
        ModelAndView page = new ModelAndView("demo/guide");
        page.addObject("rows", Tenant.ACME.people().stream().map(DemoPageController::row).toList());
        page.addObject("operator", SampleLogin.OPERATOR);
        page.addObject("password", SampleLogin.PASSWORD);
        page.addObject("pilot", Tenant.BIRCHWOOD.email(Tenant.BIRCHWOOD.admin()));
        page.addObject(
                "birchwood",
                directory.organization(Tenant.BIRCHWOOD).map(Object::toString).orElse(""));
        return page;
    }

    private static Row row(Person person) {
        return new Row(person.name(), Tenant.ACME.email(person), standing(person));
    }

    private static String standing(Person person) {
        Standing.State state = person.state();
        if (!person.user()) {
            return "known to the identity provider only";
        }
        String way =
                switch (state) {
                    case null -> "password only";
                    case NOT_ENABLED -> "password only";
                    case PILOT -> "a pilot: single sign-on or password";
                    case APPROVED -> "approved: single sign-on or password";
                    case ANNOUNCED -> "announced: single sign-on or password";
                    case ENFORCED -> "enforced: single sign-on only";
                    case EXCLUDED -> "left out: password only";
                };
        return person.admin() ? way + ", and the organization's admin" : way;
    }
}
