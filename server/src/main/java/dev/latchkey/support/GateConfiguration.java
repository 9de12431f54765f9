package dev.latchkey.support;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the gate before everything that concerns one organization. */
@Configuration(proxyBeanMethods = false)
class GateConfiguration implements WebMvcConfigurer {
    private final RequestGate gate;

    GateConfiguration(RequestGate gate) {
        this.gate = gate;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(gate).addPathPatterns("/operator/organizations/{organization}/**");
    }
}
