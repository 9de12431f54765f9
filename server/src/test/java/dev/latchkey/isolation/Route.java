package dev.latchkey.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** One method of one path pattern of the server. */
record Route(RequestMethod method, String pattern) {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    /** Every route that a controller answers, except the error page. */
    static List<Route> all(RequestMappingHandlerMapping mappings) {
        List<Route> routes = new ArrayList<>();
        mappings.getHandlerMethods()
                .forEach((info, handler) -> {
                    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
                    for (String pattern : info.getPatternValues()) {
                        if (!pattern.equals("/error")) {
                            (methods.isEmpty() ? Set.of(RequestMethod.values()) : methods)
                                    .forEach(method -> routes.add(new Route(method, pattern)));
                        }
                    }
                });
        return routes;
    }

    boolean within(String area) {
        return pattern.equals(area) || pattern.startsWith(area + "/");
    }

    /** How many things the path names. */
    long variables() {
        return VARIABLE.matcher(pattern).results().count();
    }

    /**
     * The path with what each variable stands for, told by the segment before it; throws for a kind of thing that
     * nobody has thought of here.
     */
    String fill(Map<String, String> things) {
        String[] segments = pattern.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            if (VARIABLE.matcher(segments[i]).matches()) {
                String value = things.get(segments[i - 1]);
                if (value == null) {
                    throw new IllegalStateException(
                            "say what " + segments[i] + " of " + pattern + " stands for");
                }
                segments[i] = value;
            }
        }
        return String.join("/", segments);
    }
}
