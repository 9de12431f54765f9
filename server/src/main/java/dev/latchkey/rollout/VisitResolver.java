package dev.latchkey.rollout;

import dev.latchkey.audit.Actor;
import dev.latchkey.directory.Directory;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.SignedInUser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Makes the {@link Visit} of a request. Whoever has no business there, or names nothing that is there, gets a 404. */
@Configuration(proxyBeanMethods = false)
class VisitResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    private final Directory directory;

    VisitResolver(Directory directory) {
        this.directory = directory;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Visit.class);
    }

    @Override
    public Visit resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Visit visit =
                visit(authentication == null ? null : authentication.getPrincipal(), request)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (model != null) {
            model.addAttribute("visit", visit);
        }
        return visit;
    }

    private Optional<Visit> visit(@Nullable Object principal, NativeWebRequest request) {
        return switch (principal) {
            case SignedInOperator operator -> operatorAt(organizationOf(request), operator);
            case SignedInUser user when user.admin() && organizationOf(request) == null ->
                    directory
                            .organization(user.organization())
                            .map(own ->
                                    new Visit(Side.CUSTOMER, Actor.of(user), own, "/organization"));
            case null, default -> Optional.empty();
        };
    }

    private Optional<Visit> operatorAt(@Nullable String sid, SignedInOperator operator) {
        return Optional.ofNullable(sid)
                .flatMap(OrganizationId::parse)
                .flatMap(directory::organization)
                .map(found ->
                        new Visit(
                                Side.OPERATOR,
                                Actor.of(operator),
                                found,
                                "/operator/organizations/" + found.id()));
    }

    private static @Nullable String organizationOf(NativeWebRequest request) {
        Object variables =
                request.getAttribute(
                        HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
                        RequestAttributes.SCOPE_REQUEST);
        return variables instanceof Map<?, ?> map && map.get("org") instanceof String sid
                ? sid
                : null;
    }
}
