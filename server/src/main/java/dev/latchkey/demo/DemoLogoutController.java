package dev.latchkey.demo;

import dev.latchkey.saml.Logout;
import dev.latchkey.saml.SigningKey;
import dev.latchkey.shared.Tokens;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The demo IdP's single logout service (SAML Profiles 4.4). It keeps no session, so it has none to end. */
@Controller
@Profile("demo")
class DemoLogoutController {
    private final ServiceProviders providers;
    private final IdpKeys keys;
    private final Clock clock;

    DemoLogoutController(ServiceProviders providers, IdpKeys keys, Clock clock) {
        this.providers = providers;
        this.keys = keys;
        this.clock = clock;
    }

    @GetMapping("/demo/idp/{slug}/slo")
    ModelAndView logout(
            @PathVariable String slug,
            @RequestParam(name = "SAMLRequest", defaultValue = "") String message,
            @RequestParam(name = "RelayState", required = false) @Nullable String relayState) {
        Tenant tenant = DemoIdpController.tenant(slug);
        return RequestReader.redirected(message, "LogoutRequest")
                .flatMap(asked ->
                        providers
                                .of(asked)
                                .map(found -> answer(tenant, asked, providers.sloUrl(found))))
                .map(answer -> answer.redirectUrl(relayState, key(tenant)))
                .map(url -> new ModelAndView(new RedirectView(url)))
                .orElseGet(() -> DemoIdpController.unusable(tenant));
    }

    private Logout.Response answer(Tenant tenant, Asked asked, String target) {
        return new Logout.Response(
                "_" + Tokens.random(),
                clock.instant(),
                target,
                tenant.entityId(),
                asked.id(),
                Logout.Status.SUCCESS);
    }

    private SigningKey key(Tenant tenant) {
        IdpKeys.Pair pair = keys.of(tenant);
        return new SigningKey(pair.key(), pair.certificate());
    }
}
