package dev.latchkey.support;

import dev.latchkey.directory.Organization;
import dev.latchkey.shared.Problem;
import dev.latchkey.shell.Shells;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page that asks which request a form is for, and sends the form again with the answer. */
@Component
class ChoicePage {
    private final OpenRequests open;
    private final FormPages pages;
    private final Shells shells;

    ChoicePage(OpenRequests open, FormPages pages, Shells shells) {
        this.open = open;
        this.pages = pages;
        this.shells = shells;
    }

    ModelAndView page(
            HttpServletRequest request,
            Organization organization,
            PathContainer path,
            List<Problem> problems) {
        NamedRequest named = NamedRequest.of(request);
        OpenRequests.Some some = open.of(organization.id());
        ModelAndView page = new ModelAndView("support/choose", HttpStatus.CONFLICT);
        page.addObject("shell", shells.of(request));
        page.addObject("organization", organization);
        page.addObject("base", Paths.operator(organization.id()));
        page.addObject("open", some.requests());
        page.addObject("more", some.more());
        page.addObject("back", pages.of(organization.id(), path));
        page.addObject("carried", CarriedForm.of(request));
        page.addObject("form", named == null ? OpenForm.EMPTY : named.form());
        page.addObject("problems", problems);
        page.addAllObjects(OperatorRequestPages.choices());
        return page;
    }
}
