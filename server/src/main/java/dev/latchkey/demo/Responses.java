package dev.latchkey.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Makes the demo IdP's Responses, the good and the bad ones. */
@Component
@Profile("demo")
class Responses {
    private final IdpKeys keys;

    Responses(IdpKeys keys) {
        this.keys = keys;
    }

    /** The Response as XML. */
    String xml(Answer answer, Kind kind) {
        Tenant tenant = answer.tenant();
        Person stranger = tenant.other().admin();
        return switch (kind) {
            case GOOD -> signed(answer, tenant);
            case UNSIGNED -> new ResponseDocument(answer).xml();
            case TAMPERED ->
                    signed(answer, tenant)
                            .replace(
                                    ">" + escaped(answer.email()) + "<",
                                    ">somebody.else@" + tenant.slug() + ".example<");
            case OTHER_KEY -> signed(answer, tenant.other());
            case OTHER_EMAIL ->
                    signed(answer.about(tenant.other().email(stranger), stranger.name()), tenant);
            case WRONG_AUDIENCE -> signed(answer.to("https://another-service.example"), tenant);
            case EXPIRED -> signed(answer.at(answer.now().minus(Duration.ofHours(1))), tenant);
        };
    }

    private String signed(Answer answer, Tenant signer) {
        ResponseDocument document = new ResponseDocument(answer);
        document.sign(keys.of(signer));
        return document.xml();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The form field (SAML Bindings 3.5.4). */
    static String field(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }
}
