package dev.latchkey.support;

import dev.latchkey.shared.OrganizationId;
import dev.latchkey.web.OrganizationPath;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Finds the page that a form was on by where it was sent to: browsers don't say where they come from. */
@Component
class FormPages {
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    FormPages(
            @Qualifier("requestMappingHandlerMapping")
                    ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    /** The nearest page at or above this path, at most the organization's own. */
    String of(OrganizationId organization, PathContainer sentTo) {
        String base = OrganizationPath.of(organization);
        String rest = sentTo.subPath(6).value();
        while (!rest.isEmpty()) {
            if (isPage(base + rest)) {
                return base + rest;
            }
            rest = rest.substring(0, rest.lastIndexOf('/'));
        }
        return base;
    }

    private boolean isPage(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        return mappings.getObject().getHandlerMethods().keySet().stream()
                .filter(info -> info.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .anyMatch(info -> matches(info, parsed));
    }

    private static boolean matches(RequestMappingInfo info, PathContainer path) {
        return info.getPathPatternsCondition() != null
                && info.getPathPatternsCondition().getPatterns().stream()
                        .anyMatch(pattern -> matches(pattern, path));
    }

    /** An id has a digit in it; a word where an id belongs is another place to send a form to. */
    private static boolean matches(PathPattern pattern, PathContainer path) {
        PathPattern.PathMatchInfo match = pattern.matchAndExtract(path);
        return match != null
                && Map.copyOf(match.getUriVariables()).values().stream()
                        .allMatch(value -> value.chars().anyMatch(Character::isDigit));
    }
}
