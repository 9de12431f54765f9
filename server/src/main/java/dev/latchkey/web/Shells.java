package dev.latchkey.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Makes the shell of a page, for whoever renders one without a controller too. */
@Component
public class Shells {
    private final ObjectProvider<CurrentWork> work;

    Shells(ObjectProvider<CurrentWork> work) {
        this.work = work;
    }

    public Shell of(HttpServletRequest request) {
        String path = request.getRequestURI();
        Object principal = principal();
        Shell shell = Shell.of(principal, path);
        return principal instanceof SignedInOperator operator
                ? shell.with(work(operator, path, request))
                : shell;
    }

    private Shell.@Nullable Work work(
            SignedInOperator operator, String path, HttpServletRequest request) {
        CurrentWork known = work.getIfAvailable();
        return known == null
                ? null
                : Shell.organization(path)
                        .map(organization -> known.of(
                                        operator,
                                        organization,
                                        request.getMethod().equals("GET") ? path : null))
                        .orElse(null);
    }

    private static @Nullable Object principal() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? null : authentication.getPrincipal();
    }
}
