package dev.latchkey.example;

import dev.latchkey.audit.AuditAction;
import dev.latchkey.audit.AuditVocabulary;
import dev.latchkey.audit.Subject;
import dev.latchkey.directory.Visit;
import dev.latchkey.door.Done;
import dev.latchkey.door.Door;
import dev.latchkey.door.Line;
import dev.latchkey.door.Permission;
import dev.latchkey.door.Who;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** All that a module needs for an action with a page, a permission, a record and an event. */
@Controller
@RequestMapping({"/operator/organizations/{organization}/greeting", "/organization/greeting"})
class Greetings {
    enum Action implements AuditAction {
        GREETED;

        @Override
        public String code() {
            return "example.greeted";
        }

        @Override
        public String words() {
            return "greeted the organization";
        }

        @Component
        static final class Vocabulary extends AuditVocabulary {
            Vocabulary() {
                super(values());
            }
        }
    }

    enum May implements Permission {
        GREET;

        @Override
        public Line line() {
            return new Line("Greet the organization", Who.CUSTOMER, Who.CUSTOMER);
        }
    }

    private final Door door;

    Greetings(Door door) {
        this.door = door;
    }

    @GetMapping
    ModelAndView page(Visit visit) {
        return new ModelAndView("example/greeting");
    }

    @PostMapping
    @Transactional
    public ModelAndView greet(Visit visit, @RequestParam(defaultValue = "") String text) {
        Subject subject = new Subject("organization", visit.id().toString());
        return new ModelAndView("example/greeting")
                .addObject(
                        "done",
                        door.enter(visit.caller(), May.GREET)
                                .with(Map.of("text", text))
                                .change(it -> Done.recorded(it, Action.GREETED, subject, it)));
    }
}
