package dev.latchkey.support;

import dev.latchkey.audit.AuditContext;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.web.Shells;
import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.ModelAndViewDefiningException;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Lets an operator change something for a customer only while they work on a request of that customer, and has the
 * request named in every audit record of the change. The requests' own pages are how one comes to work on one.
 */
@Component
class RequestGate implements AsyncHandlerInterceptor {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final int MOST_SHOWN = 20;

    private final Directory directory;
    private final RequestStore store;
    private final Focuses focuses;
    private final FormPages pages;
    private final Shells shells;

    RequestGate(
            Directory directory,
            RequestStore store,
            Focuses focuses,
            FormPages pages,
            Shells shells) {
        this.directory = directory;
        this.store = store;
        this.focuses = focuses;
        this.pages = pages;
        this.shells = shells;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws ModelAndViewDefiningException {
        AuditContext.clear();
        if (READING.contains(request.getMethod()) || isOurs(handler)) {
            return true;
        }
        PathContainer path =
                ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        Organization organization =
                organization(path)
                        .flatMap(directory::organization)
                        .orElseThrow(RequestLookup::notFound);
        SupportRequest focus =
                operator()
                        .flatMap(operator -> focuses.of(operator.id(), organization.id()))
                        .orElse(null);
        if (focus == null) {
            throw new ModelAndViewDefiningException(choose(request, organization, path));
        }
        AuditContext.workOn(focus.id());
        return true;
    }

    private static boolean isOurs(Object handler) {
        return handler instanceof HandlerMethod method
                && method.getBeanType().getPackage().equals(RequestGate.class.getPackage());
    }

    /** What stands after {@code /operator/organizations/}, read as the routes are. */
    private static Optional<OrganizationId> organization(PathContainer path) {
        return path.elements().size() > 5
                        && path.elements().get(5) instanceof PathContainer.PathSegment segment
                ? OrganizationId.parse(segment.valueToMatch())
                : Optional.empty();
    }

    private static Optional<SignedInOperator> operator() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                        && authentication.getPrincipal() instanceof SignedInOperator operator
                ? Optional.of(operator)
                : Optional.empty();
    }

    private ModelAndView choose(
            HttpServletRequest request, Organization organization, PathContainer path) {
        ModelAndView page = new ModelAndView("support/choose", HttpStatus.CONFLICT);
        List<SupportRequest> open = store.open(organization.id(), MOST_SHOWN + 1);
        page.addObject("shell", shells.of(request));
        page.addObject("organization", organization);
        page.addObject("base", Paths.operator(organization.id()));
        page.addObject("open", open.stream().limit(MOST_SHOWN).toList());
        page.addObject("more", open.size() > MOST_SHOWN);
        page.addObject("form", OpenForm.leadingTo(pages.of(organization.id(), path)));
        page.addObject("problems", List.of(new Problem(SupportError.NO_REQUEST, null)));
        page.addAllObjects(OperatorRequestPages.choices());
        return page;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request,
            HttpServletResponse response,
            Object handler,
            @Nullable Exception failure) {
        AuditContext.clear();
    }

    @Override
    public void afterConcurrentHandlingStarted(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        AuditContext.clear();
    }
}
