package dev.latchkey.demo;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints what to open and what to click, once the demo runs. */
@Component
@Profile("demo")
class DemoGuide {
    private final IdpEndpoints endpoints;

    DemoGuide(IdpEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @EventListener(ApplicationReadyEvent.class)
    @SuppressWarnings("SystemOut") // it is for the person at the terminal
    void print() {
        System.out.println(text());
    }

    String text() {
        String base = endpoints.base();
        return """

          Latchkey demo, with sample data. Ctrl+C stops it.

          See a sign-in through an identity provider
            1. Open     %1$s/login
            2. Type     %2$s
            3. Choose   %3$s, then continue to the console

          And then
            More to try     %1$s/demo
            As operator     %1$s/operator   %4$s
            As Acme's admin %1$s/login      %5$s
            The password of everybody here: %6$s
        """
                .formatted(
                        base,
                        Tenant.ACME.email(Tenant.ACME.people().getFirst()),
                        Tenant.ACME.people().getFirst().name(),
                        SampleLogin.OPERATOR,
                        Tenant.ACME.email(Tenant.ACME.admin()),
                        SampleLogin.PASSWORD);
    }
}
