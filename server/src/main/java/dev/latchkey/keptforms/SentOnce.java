package dev.latchkey.keptforms;

import dev.latchkey.web.OperatorArea;
import dev.latchkey.web.SessionOwner;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A form that was kept is sent once, also by a double click. */
@Component
class SentOnce implements HandlerInterceptor, WebMvcConfigurer {
    private static final Pattern TOKEN = Pattern.compile("[\\w-]{43}");

    private final KeptForms forms;

    SentOnce(KeptForms forms) {
        this.forms = forms;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (request.getMethod().equals("GET") || !isForm(request)) {
            return true;
        }
        String token = request.getParameter(KeptFormController.FIELD);
        if (token == null || !TOKEN.matcher(token).matches()) {
            return true;
        }
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        Optional<String> owner =
                who == null ? Optional.empty() : SessionOwner.find(who.getPrincipal());
        if (owner.isPresent() && forms.take(owner.get(), token)) {
            return true;
        }
        response.sendRedirect(KeptFormController.path(OperatorArea.contains(request), token));
        return false;
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.startsWith("application/x-www-form-urlencoded");
    }
}
