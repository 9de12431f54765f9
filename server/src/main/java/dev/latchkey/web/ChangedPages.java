package dev.latchkey.web;

import dev.latchkey.shared.Problem;
import dev.latchkey.shared.SeenError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A page that says that it has changed since somebody looked is a 409, whichever page it is. */
@Component
class ChangedPages implements HandlerInterceptor, WebMvcConfigurer {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public void postHandle(
            HttpServletRequest request,
            HttpServletResponse response,
            Object handler,
            @Nullable ModelAndView page) {
        if (page != null && page.getModel().get("problems") instanceof List<?> problems) {
            boolean changed =
                    problems.stream()
                            .anyMatch(each ->
                                    each instanceof Problem problem
                                            && problem.code() == SeenError.CHANGED);
            if (changed) {
                page.setStatus(HttpStatus.CONFLICT);
            }
        }
    }
}
