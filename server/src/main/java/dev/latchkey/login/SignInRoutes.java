package dev.latchkey.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Looks at the assertion consumer service's route before all others. Routes with a variable are held against a request
 * one by one, and there are some hundred: for the one that every sign-in takes, that was a fifteenth of the server's time.
 */
@Component
class SignInRoutes implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new AcsFirst();
    }

    private static final class AcsFirst extends RequestMappingHandlerMapping {
        private @Nullable RequestMappingInfo route;
        private @Nullable HandlerMethod method;

        @Override
        protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> methods) {
            super.handlerMethodsInitialized(methods);
            methods.forEach((found, handler) -> {
                if (handler.getBeanType() == AcsController.class) {
                    route = found;
                    method = handler;
                }
            });
        }

        @Override
        protected @Nullable HandlerMethod lookupHandlerMethod(
                String lookupPath, HttpServletRequest request) throws Exception {
            RequestMappingInfo match = route == null ? null : getMatchingMapping(route, request);
            if (match == null || method == null) {
                return super.lookupHandlerMethod(lookupPath, request);
            }
            request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, method);
            handleMatch(match, lookupPath, request);
            return method;
        }
    }
}
