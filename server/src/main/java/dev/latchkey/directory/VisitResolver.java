package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.OrganizationPath;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Makes the {@link Visit} of a request, or only its {@link Caller}, for the controllers of every module. Whoever has no
 * business there, or names nothing that is there, gets a 404.
 */
@Configuration(proxyBeanMethods = false)
class VisitResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    private final Organizations organizations;

    VisitResolver(Organizations organizations) {
        this.organizations = organizations;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Visit.class)
                || parameter.getParameterType().equals(Caller.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Visit visit =
                visit(
                                authentication == null ? null : authentication.getPrincipal(),
                                OrganizationPath.named(request))
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (parameter.getParameterType().equals(Caller.class)) {
            return visit.caller();
        }
        if (model != null) {
            model.addAttribute("visit", visit);
        }
        return visit;
    }

    private Optional<Visit> visit(@Nullable Object principal, @Nullable String named) {
        return switch (principal) {
            case SignedInOperator operator when named != null ->
                    OrganizationId.parse(named)
                            .flatMap(organizations::find)
                            .map(found -> of(operator, found));
            case SignedInUser user when user.admin() && named == null ->
                    organizations.find(user.organization()).map(own -> of(user, own));
            case null, default -> Optional.empty();
        };
    }

    private static Visit of(SignedInOperator operator, Organization found) {
        return new Visit(
                new Caller(Caller.Kind.OPERATOR, Actor.of(operator), found.id()),
                found,
                OrganizationPath.of(found.id()));
    }

    private static Visit of(SignedInUser user, Organization own) {
        return new Visit(
                new Caller(Caller.Kind.ADMIN, Actor.of(user), own.id()), own, OrganizationPath.OWN);
    }
}
