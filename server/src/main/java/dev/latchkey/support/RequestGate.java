package dev.latchkey.support;

import dev.latchkey.audit.AuditContext;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.SupportRequestId;
import dev.latchkey.web.ChangesNothing;
import dev.latchkey.web.OrganizationPath;
import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndViewDefiningException;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Lets an operator change something for a customer only while they work on a request of that customer, and has the
 * request named in every audit record of the change. The requests' own pages are how one comes to work on one.
 */
@Component
class RequestGate implements AsyncHandlerInterceptor {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final Directory directory;
    private final Focuses focuses;
    private final Ownership ownership;
    private final Openings openings;
    private final ChoicePage choices;

    RequestGate(
            Directory directory,
            Focuses focuses,
            Ownership ownership,
            Openings openings,
            ChoicePage choices) {
        this.directory = directory;
        this.focuses = focuses;
        this.ownership = ownership;
        this.openings = openings;
        this.choices = choices;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws ModelAndViewDefiningException {
        AuditContext.clear();
        if (READING.contains(request.getMethod()) || needsNone(handler)) {
            return true;
        }
        PathContainer path =
                ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        Organization organization =
                named(request)
                        .flatMap(directory::organization)
                        .orElseThrow(RequestLookup::notFound);
        switch (work(request, organization)) {
            case Result.Ok<SupportRequest>(SupportRequest work) -> AuditContext.workOn(work.id());
            case Result.Refused<SupportRequest>(List<Problem> problems)
                    when !changesNothing(handler) ->
                    throw new ModelAndViewDefiningException(
                            choices.page(request, organization, path, problems));
            case Result.Refused<SupportRequest> unneeded -> {}
        }
        return true;
    }

    /** What the form names itself, or else what the operator works on. */
    private Result<SupportRequest> work(HttpServletRequest request, Organization organization) {
        SignedInOperator operator = operator().orElse(null);
        if (operator == null) {
            return Result.refused(SupportError.NO_REQUEST, "");
        }
        NamedRequest named = NamedRequest.of(request);
        if (named == null) {
            return focuses.of(operator.id(), organization.id())
                    .map(Result::ok)
                    .orElseGet(() -> Result.refused(SupportError.NO_REQUEST, ""));
        }
        return named.isNew()
                ? openings.openOnce(operator, organization.id(), named.form())
                : SupportRequestId.parse(named.sid())
                        .map(id -> ownership.focus(operator, organization.id(), id))
                        .orElseGet(() -> Result.refused(SupportError.REQUEST_UNKNOWN, named.sid()));
    }

    private static boolean changesNothing(Object handler) {
        return handler instanceof HandlerMethod method
                && method.hasMethodAnnotation(ChangesNothing.class);
    }

    private static boolean needsNone(Object handler) {
        return handler instanceof HandlerMethod method
                && method.getBeanType().isAnnotationPresent(WithoutRequest.class);
    }

    private static Optional<OrganizationId> named(HttpServletRequest request) {
        return Optional.ofNullable(
                        OrganizationPath.named(
                                request.getAttribute(
                                        HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)))
                .flatMap(OrganizationId::parse);
    }

    private static Optional<SignedInOperator> operator() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                        && authentication.getPrincipal() instanceof SignedInOperator operator
                ? Optional.of(operator)
                : Optional.empty();
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
