package dev.latchkey.demo;

import dev.latchkey.connections.Connection;
import dev.latchkey.shared.EmailAddress;
import dev.latchkey.web.HeaderOctets;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The demo IdP's pages. It keeps no session and no secret of anybody: whoever is chosen is signed in. */
@Controller
@Profile("demo")
@RequestMapping("/demo/idp/{slug}")
class DemoIdpController {
    private static final MediaType METADATA =
            MediaType.parseMediaType("application/samlmetadata+xml");
    private static final int LONGEST_RELAY_STATE = 1024;

    private final IdpEndpoints endpoints;
    private final ServiceProviders providers;
    private final Responses responses;
    private final Clock clock;

    DemoIdpController(
            IdpEndpoints endpoints, ServiceProviders providers, Responses responses, Clock clock) {
        this.endpoints = endpoints;
        this.providers = providers;
        this.responses = responses;
        this.clock = clock;
    }

    /** A sign-in that waits for somebody to be chosen. */
    record Waiting(String connection, String request, String relayState) {
        /** As the page's form brings it back; anybody may have changed it. */
        static Waiting of(HttpServletRequest form) {
            return new Waiting(
                    only(form, "connection").orElse(""),
                    only(form, "request").orElse(""),
                    only(form, "relayState").orElse(""));
        }

        boolean usable() {
            return relayState.length() <= LONGEST_RELAY_STATE
                    && (request.isEmpty() || RequestReader.isId(request));
        }
    }

    @GetMapping("/metadata")
    ResponseEntity<byte[]> metadata(@PathVariable String slug) {
        byte[] xml = endpoints.metadata(tenant(slug)).getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .contentType(METADATA)
                .header("Content-Disposition", HeaderOctets.attachment(slug + "-idp-metadata.xml"))
                .body(xml);
    }

    /** Where a person starts at the IdP instead of at the console. */
    @GetMapping
    ModelAndView start(@PathVariable String slug) {
        Tenant tenant = tenant(slug);
        ModelAndView page = page("demo/start", tenant);
        page.addObject("services", providers.of(tenant));
        return page;
    }

    @GetMapping("/open")
    ModelAndView unsolicited(@PathVariable String slug, @RequestParam String connection) {
        Tenant tenant = tenant(slug);
        return providers
                .of(connection)
                .map(found -> choose(tenant, found, new Waiting(connection, "", ""), null))
                .orElseGet(() -> unusable(tenant));
    }

    @GetMapping("/sso")
    ModelAndView redirected(@PathVariable String slug, HttpServletRequest request) {
        return asked(tenant(slug), request, RequestReader::redirected);
    }

    @PostMapping("/sso")
    ModelAndView posted(@PathVariable String slug, HttpServletRequest request) {
        return asked(tenant(slug), request, RequestReader::posted);
    }

    /** One of the two bindings. */
    private interface Reading {
        Optional<Asked> read(String message, String element);
    }

    private ModelAndView asked(Tenant tenant, HttpServletRequest request, Reading reading) {
        String relayState = only(request, "RelayState").orElse("");
        Asked asked =
                only(request, "SAMLRequest")
                        .flatMap(message -> reading.read(message, "AuthnRequest"))
                        .orElse(null);
        Connection connection = asked == null ? null : providers.of(asked).orElse(null);
        if (asked == null || connection == null || relayState.length() > LONGEST_RELAY_STATE) {
            return unusable(tenant);
        }
        String sid = connection.id().toString();
        return choose(tenant, connection, new Waiting(sid, asked.id(), relayState), null);
    }

    private static Optional<String> only(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        return values == null || values.length != 1 ? Optional.empty() : Optional.of(values[0]);
    }

    @PostMapping("/respond")
    ModelAndView respond(
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String other,
            @RequestParam(defaultValue = "GOOD") Kind kind,
            HttpServletRequest form) {
        Tenant tenant = tenant(slug);
        Waiting waiting = Waiting.of(form);
        Connection connection =
                waiting.usable() ? providers.of(waiting.connection()).orElse(null) : null;
        if (connection == null) {
            return unusable(tenant);
        }
        String address = email.isBlank() ? other.strip() : email;
        if (EmailAddress.parse(address).isEmpty()) {
            return choose(tenant, connection, waiting, EmailAddress.complaint(address));
        }
        Answer answer =
                new Answer(
                        tenant,
                        address,
                        name(tenant, address),
                        providers.acsUrl(connection),
                        providers.entityId(connection),
                        waiting.request().isEmpty() ? null : waiting.request(),
                        clock.instant());
        return send(answer, kind, waiting);
    }

    private ModelAndView send(Answer answer, Kind kind, Waiting waiting) {
        String xml = responses.xml(answer, kind);
        ModelAndView page = page("demo/send", answer.tenant());
        page.addObject("answer", answer);
        page.addObject("kind", kind);
        page.addObject("xml", xml);
        page.addObject("message", Responses.field(xml));
        page.addObject("relayState", waiting.relayState());
        return page;
    }

    private static String name(Tenant tenant, String email) {
        return tenant.people().stream()
                .filter(person -> tenant.email(person).equals(email))
                .map(Person::name)
                .findAny()
                .orElse(email);
    }

    private static ModelAndView choose(
            Tenant tenant, Connection connection, Waiting waiting, @Nullable String problem) {
        ModelAndView page = page("demo/choose", tenant);
        page.addObject("connection", connection.name());
        page.addObject("waiting", waiting);
        page.addObject("kinds", Kind.values());
        page.addObject("problem", problem);
        return page;
    }

    static ModelAndView unusable(Tenant tenant) {
        ModelAndView page = page("demo/unusable", tenant);
        page.setStatus(HttpStatus.BAD_REQUEST);
        return page;
    }

    static ModelAndView page(String view, Tenant tenant) {
        ModelAndView page = new ModelAndView(view);
        page.addObject("tenant", tenant);
        page.addObject(
                "people", tenant.people().stream().map(each -> Row.of(tenant, each)).toList());
        return page;
    }

    /** A person as the page lists them. */
    record Row(String name, String email) {
        static Row of(Tenant tenant, Person person) {
            return new Row(person.name(), tenant.email(person));
        }
    }

    static Tenant tenant(String slug) {
        return Tenant.of(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
