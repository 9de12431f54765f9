package dev.latchkey.login;

import dev.latchkey.saml.Reason;
import dev.latchkey.shared.ErrorCode;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.SignedInUser;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What stands behind a reference number: for operators, and for an organization's admins as far as it is theirs. */
@Controller
class FailureController {
    private final Failures failures;

    FailureController(Failures failures) {
        this.failures = failures;
    }

    @GetMapping("/operator/failures/{reference}")
    ModelAndView forOperator(@PathVariable String reference) {
        return show(failures.find(reference));
    }

    @GetMapping("/operator/organizations/{sid}/failures")
    ModelAndView listForOperator(@PathVariable String sid) {
        OrganizationId organization =
                OrganizationId.parse(sid).orElseThrow(FailureController::notFound);
        return list(failures.of(organization), "/operator/failures/");
    }

    @GetMapping("/organization/failures/{reference}")
    ModelAndView forAdmin(
            @AuthenticationPrincipal SignedInUser admin, @PathVariable String reference) {
        return show(failures.find(admin.organization(), reference));
    }

    @GetMapping("/organization/failures")
    ModelAndView listForAdmin(@AuthenticationPrincipal SignedInUser admin) {
        return list(failures.of(admin.organization()), "/organization/failures/");
    }

    private static ModelAndView list(List<Failures.Recorded> found, String base) {
        ModelAndView page = new ModelAndView("login/failures");
        page.addObject("failures", found);
        page.addObject("base", base);
        return page;
    }

    private static ModelAndView show(Optional<Failures.Recorded> found) {
        Failures.Recorded failure = found.orElseThrow(FailureController::notFound);
        ModelAndView page = new ModelAndView("login/failure-detail");
        page.addObject("failure", failure);
        page.addObject("meaning", meaning(failure.code()));
        page.addObject("remedy", remedy(failure.code()));
        return page;
    }

    private static String meaning(String code) {
        for (ErrorCode error : LoginError.values()) {
            if (error.code().equals(code)) {
                return error.meaning();
            }
        }
        for (Reason reason : Reason.values()) {
            if (reason.code().equals(code)) {
                return reason.meaning();
            }
        }
        return "";
    }

    private static String remedy(String code) {
        for (ErrorCode error : LoginError.values()) {
            if (error.code().equals(code)) {
                return error.remedy();
            }
        }
        for (Reason reason : Reason.values()) {
            if (reason.code().equals(code)) {
                return reason.remedy();
            }
        }
        return "";
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
