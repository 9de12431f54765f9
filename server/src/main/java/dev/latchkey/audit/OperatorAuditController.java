package dev.latchkey.audit;

import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;

/** The log of all organizations, for operators, and whether it is what was sealed. */
@Controller
class OperatorAuditController {
    private static final int MOST_COUNTED = 10_000;

    private final AuditPages pages;
    private final Seals seals;
    private final Stretches stretches;
    private final Verifications verifications;
    private final VerificationDesk desk;

    OperatorAuditController(
            AuditPages pages,
            Seals seals,
            Stretches stretches,
            Verifications verifications,
            VerificationDesk desk) {
        this.pages = pages;
        this.seals = seals;
        this.stretches = stretches;
        this.verifications = verifications;
        this.desk = desk;
    }

    @GetMapping("/operator/audit")
    String all(@ModelAttribute("given") TypedFields fields, Model model) {
        Seals.Head head = seals.head();
        model.addAttribute("sealed", seals.sealed(head.seq()).orElse(null));
        int unsealed = seals.countUnsealed(MOST_COUNTED);
        model.addAttribute("unsealed", Math.min(unsealed, MOST_COUNTED));
        model.addAttribute("moreUnsealed", unsealed > MOST_COUNTED);
        model.addAttribute("verification", verifications.latest().orElse(null));
        model.addAttribute("verifying", desk.running());
        model.addAttribute("stretches", stretches.all());
        return pages.show(fields.typed(), null, "/operator/audit", model);
    }

    @GetMapping("/operator/audit.csv")
    void exportAll(
            @ModelAttribute("given") TypedFields fields,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletResponse response)
            throws IOException {
        pages.export(fields.typed(), null, Actor.of(operator), response);
    }

    @PostMapping("/operator/audit/verification")
    String verify(@AuthenticationPrincipal SignedInOperator operator) {
        desk.begin(Actor.of(operator));
        return "redirect:/operator/audit";
    }
}
