package dev.latchkey.web;

import dev.latchkey.web.PublicPath.Trait;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Component;

/** What all modules together have declared as public. */
@Component
class DeclaredPaths {
    private record Arrival(String method, PathShape shape) {}

    private final List<PublicPath> paths;
    private final List<Arrival> arrivals;
    private final List<PathShape> leadingIn;
    private final List<PathShape> bringingPassword;
    private final List<PathShape> withoutSession;

    DeclaredPaths(List<PublicPaths> declared) {
        this.paths = declared.stream().flatMap(each -> each.paths().stream()).toList();
        this.arrivals =
                declared.stream()
                        .flatMap(each -> each.arrivals().stream())
                        .map(each ->
                                new Arrival(each.method().name(), new PathShape(each.pattern())))
                        .toList();
        this.leadingIn = shapes(Trait.LEADS_IN);
        this.bringingPassword = shapes(Trait.BRINGS_PASSWORD);
        this.withoutSession = shapes(Trait.WITHOUT_SESSION);
    }

    private List<PathShape> shapes(Trait trait) {
        return paths.stream()
                .filter(path -> path.traits().contains(trait))
                .map(path -> new PathShape(path.pattern()))
                .toList();
    }

    String[] patterns() {
        return paths.stream().map(PublicPath::pattern).toArray(String[]::new);
    }

    String[] patternsWithoutToken() {
        return paths.stream()
                .filter(path -> path.traits().contains(Trait.WITHOUT_TOKEN))
                .map(PublicPath::pattern)
                .toArray(String[]::new);
    }

    /** Whether a sign-in arrives or ends here. */
    boolean isArrival(HttpServletRequest request) {
        String method = request.getMethod();
        String path = request.getRequestURI();
        for (Arrival each : arrivals) {
            if (each.method().equals(method) && each.shape().covers(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a step of somebody who is not signed in yet. */
    boolean leadIn(HttpServletRequest request) {
        return covered(leadingIn, request);
    }

    /** Whether it is a form with a password that will be compared. */
    boolean bringPassword(HttpServletRequest request) {
        return request.getMethod().equals("POST") && covered(bringingPassword, request);
    }

    boolean needNoSession(HttpServletRequest request) {
        return covered(withoutSession, request);
    }

    private static boolean covered(List<PathShape> shapes, HttpServletRequest request) {
        String path = request.getRequestURI();
        for (PathShape shape : shapes) {
            if (shape.covers(path)) {
                return true;
            }
        }
        return false;
    }
}
