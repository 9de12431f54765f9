package dev.latchkey.connections;

import dev.latchkey.audit.Actor;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.Organization;
import dev.latchkey.saml.Concession;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.saml.Limits;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.OrganizationId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.shared.Wanted;
import dev.latchkey.web.ChangesNothing;
import dev.latchkey.web.SignedInOperator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/** The operators' pages for an organization's connections. Everything is looked up within the organization. */
@Controller
@RequestMapping("/operator/organizations/{organization}/connections")
class OperatorConnectionController {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Connections connections;
    private final Directory directory;
    private final AsSeen asSeen;
    private final Clock clock;

    OperatorConnectionController(
            Connections connections, Directory directory, AsSeen asSeen, Clock clock) {
        this.connections = connections;
        this.directory = directory;
        this.asSeen = asSeen;
        this.clock = clock;
    }

    @GetMapping
    String list(
            @PathVariable("organization") String or,
            @RequestParam(defaultValue = "") String at,
            Model model) {
        Organization organization = organization(or);
        model.addAttribute("organization", organization);
        model.addAttribute("connections", connections.of(organization.id(), new Wanted(1, at)));
        return "connections/list";
    }

    @GetMapping("/new")
    String begin(@PathVariable("organization") String or, Model model) {
        return start(organization(or), List.of(), model);
    }

    @GetMapping("/fields")
    String fields(@PathVariable("organization") String or, Model model) {
        return form(organization(or), null, ConnectionForm.empty(), List.of(), model);
    }

    /** Shows what a metadata document says; nothing is stored. */
    @ChangesNothing
    @PostMapping("/metadata")
    String preview(
            @PathVariable("organization") String or,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(name = "text", defaultValue = "") String text,
            @RequestParam(name = "carried", defaultValue = "") String carried,
            @RequestParam(name = "provider", defaultValue = "-1") int provider,
            Model model)
            throws IOException {
        Organization organization = organization(or);
        byte[] document = document(file, text, carried);
        Optional<ConnectionError> refusal = refusal(organization, document);
        if (refusal.isPresent()) {
            return start(organization, List.of(new Problem(refusal.get(), null)), model);
        }
        return switch (IdpMetadata.read(document, Limits.METADATA)) {
            case IdpMetadata.Unusable unusable ->
                    start(
                            organization,
                            List.of(
                                    new Problem(
                                            ConnectionError.METADATA_UNUSABLE,
                                            DetailsReader.why(unusable))),
                            model);
            case IdpMetadata.Found(List<IdpMetadata> providers) ->
                    found(organization, providers, provider, document, model);
        };
    }

    private static byte[] document(@Nullable MultipartFile file, String text, String carried)
            throws IOException {
        if (file != null && !file.isEmpty()) {
            return file.getBytes();
        }
        if (!carried.isEmpty()) {
            try {
                return Base64.getDecoder().decode(carried);
            } catch (IllegalArgumentException e) {
                return new byte[0];
            }
        }
        return text.strip().getBytes(StandardCharsets.UTF_8);
    }

    private Optional<ConnectionError> refusal(Organization organization, byte[] document) {
        Optional<ConnectionError> unread = DetailsReader.refusal(document);
        return unread.isPresent() ? unread : connections.editionRefusal(organization.id());
    }

    private String found(
            Organization organization,
            List<IdpMetadata> providers,
            int chosen,
            byte[] document,
            Model model) {
        if (providers.stream().anyMatch(DetailsReader::hasPrivateKey)) {
            return start(
                    organization,
                    List.of(new Problem(ConnectionError.PRIVATE_KEY_GIVEN, null)),
                    model);
        }
        if (providers.isEmpty() || chosen >= providers.size()) {
            return start(
                    organization,
                    List.of(new Problem(ConnectionError.PROVIDER_UNKNOWN, null)),
                    model);
        }
        if (providers.size() > 1 && chosen < 0) {
            model.addAttribute("organization", organization);
            model.addAttribute("providers", providers);
            model.addAttribute("carried", BASE64.encodeToString(document));
            return "connections/choose";
        }
        IdpMetadata idp = providers.get(Math.max(chosen, 0));
        show(idp, model);
        return form(organization, null, ConnectionForm.of(idp), List.of(), model);
    }

    @PostMapping
    String create(
            @PathVariable("organization") String or,
            @RequestParam MultiValueMap<String, String> fields,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = organization(or);
        ConnectionForm given = ConnectionForm.of(fields);
        return saved(
                organization,
                null,
                given,
                details -> connections.create(Actor.of(operator), organization.id(), details),
                model);
    }

    @GetMapping("/{ui}")
    String show(
            @PathVariable("organization") String or, @PathVariable("ui") String ui, Model model) {
        Organization organization = organization(or);
        return page(organization, connection(organization, ui), List.of(), model);
    }

    @GetMapping("/{ui}/edit")
    String edit(
            @PathVariable("organization") String or, @PathVariable("ui") String ui, Model model) {
        Organization organization = organization(or);
        Connection connection = connection(organization, ui);
        return form(
                organization,
                connection,
                ConnectionForm.of(connection.details()),
                List.of(),
                model);
    }

    /** Shows what newer metadata of its IdP would change; nothing is stored before the form is sent. */
    @PostMapping("/{ui}/metadata")
    String renew(
            @PathVariable("organization") String or,
            @PathVariable("ui") String ui,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(name = "text", defaultValue = "") String text,
            Model model)
            throws IOException {
        Organization organization = organization(or);
        Connection connection = connection(organization, ui);
        byte[] document = document(file, text, "");
        Optional<ConnectionError> refusal = refusal(organization, document);
        if (refusal.isPresent()) {
            return unchanged(organization, connection, new Problem(refusal.get(), null), model);
        }
        return switch (IdpMetadata.read(document, Limits.METADATA)) {
            case IdpMetadata.Unusable unusable ->
                    unchanged(
                            organization,
                            connection,
                            new Problem(
                                    ConnectionError.METADATA_UNUSABLE, DetailsReader.why(unusable)),
                            model);
            case IdpMetadata.Found(List<IdpMetadata> providers) ->
                    renewed(organization, connection, providers, model);
        };
    }

    private String renewed(
            Organization organization,
            Connection connection,
            List<IdpMetadata> providers,
            Model model) {
        List<IdpMetadata> same =
                providers.stream()
                        .filter(each -> each.entityId().equals(connection.idpEntityId()))
                        .toList();
        if (providers.stream().anyMatch(DetailsReader::hasPrivateKey)) {
            Problem problem = new Problem(ConnectionError.PRIVATE_KEY_GIVEN, null);
            return unchanged(organization, connection, problem, model);
        }
        if (same.size() != 1) {
            String other = providers.isEmpty() ? "" : providers.getFirst().entityId();
            Problem problem = new Problem(ConnectionError.METADATA_OF_ANOTHER, other);
            return unchanged(organization, connection, problem, model);
        }
        IdpMetadata idp = same.getFirst();
        if (idp.certificates().isEmpty()) {
            Problem problem = new Problem(ConnectionError.METADATA_WITHOUT_CERTIFICATE, null);
            return unchanged(organization, connection, problem, model);
        }
        ConnectionForm then = ConnectionForm.renewed(connection.details(), idp);
        show(idp, model);
        model.addAttribute("changes", MetadataDifference.lines(connection.details(), then, idp));
        return form(organization, connection, then, List.of(), model);
    }

    private static String unchanged(
            Organization organization, Connection connection, Problem problem, Model model) {
        ConnectionForm form = ConnectionForm.of(connection.details());
        return form(organization, connection, form, List.of(problem), model);
    }

    private void show(IdpMetadata idp, Model model) {
        model.addAttribute("found", idp);
        model.addAttribute(
                "foundCertificates",
                idp.certificates().stream()
                        .map(each -> ConnectionView.line(each, clock.instant()))
                        .toList());
    }

    @PostMapping("/{ui}")
    String update(
            @PathVariable("organization") String or,
            @PathVariable("ui") String ui,
            @RequestParam("version") int version,
            @RequestParam MultiValueMap<String, String> fields,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = organization(or);
        Connection connection = connection(organization, ui);
        return saved(
                organization,
                connection,
                ConnectionForm.of(fields),
                details ->
                        connections.update(
                                Actor.of(operator),
                                organization.id(),
                                connection.id(),
                                version,
                                details),
                model);
    }

    /** Where the IdP says who somebody is for good. */
    @PostMapping("/{ui}/identifier")
    String identify(
            @PathVariable("organization") String or,
            @PathVariable("ui") String ui,
            @RequestParam(name = "kind", defaultValue = "") String kind,
            @RequestParam(name = "attribute", defaultValue = "") String attribute,
            @RequestParam(name = "seen", defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = organization(or);
        Connection connection = connection(organization, ui);
        Optional<StableIdentifier> identifier = StableIdentifier.of(kind, attribute);
        if (identifier.isEmpty() && !kind.isEmpty()) {
            return page(
                    organization,
                    connection,
                    List.of(new Problem(ConnectionError.ATTRIBUTE_MISSING, null)),
                    model);
        }
        return changed(
                organization,
                connection,
                asSeen(
                        connection,
                        seen,
                        () ->
                                connections.identify(
                                        Actor.of(operator),
                                        organization.id(),
                                        connection.id(),
                                        identifier.orElse(null))),
                model);
    }

    @PostMapping("/{ui}/disable")
    String disable(
            @PathVariable("organization") String or,
            @PathVariable("ui") String ui,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = organization(or);
        Connection connection = connection(organization, ui);
        return changed(
                organization,
                connection,
                connections.disable(Actor.of(operator), organization.id(), connection.id()),
                model);
    }

    @PostMapping("/{ui}/enable")
    String enable(
            @PathVariable("organization") String or,
            @PathVariable("ui") String ui,
            @RequestParam(name = "seen", defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = organization(or);
        Connection connection = connection(organization, ui);
        return changed(
                organization,
                connection,
                asSeen(
                        connection,
                        seen,
                        () ->
                                connections.enable(
                                        Actor.of(operator), organization.id(), connection.id())),
                model);
    }

    /** Only where the connection is still the one that the page showed. */
    private Result<Connection> asSeen(
            Connection connection, String seen, Supplier<Result<Connection>> act) {
        return asSeen.act(
                connection.organization(),
                seen,
                () ->
                        connections
                                .find(connection.organization(), connection.id())
                                .map(OperatorConnectionController::seen)
                                .orElseThrow(OperatorConnectionController::notFound),
                act);
    }

    private static Seen seen(Connection connection) {
        return Seen.of(connection.id(), connection.version());
    }

    @PostMapping("/{ui}/concessions")
    String grant(
            @PathVariable("organization") String or,
            @PathVariable("ui") String ui,
            @RequestParam("concession") String id,
            @RequestParam("reason") String reason,
            @RequestParam("until") String until,
            @RequestParam(name = "seen", defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = organization(or);
        Connection connection = connection(organization, ui);
        Concession concession = Concession.of(id);
        Optional<Instant> end = endOf(until);
        if (concession == null || end.isEmpty()) {
            ConnectionError error =
                    concession == null
                            ? ConnectionError.CONCESSION_UNKNOWN
                            : ConnectionError.CONCESSION_END_UNSOUND;
            return page(organization, connection, List.of(new Problem(error, null)), model);
        }
        return changed(
                organization,
                connection,
                asSeen(
                        connection,
                        seen,
                        () ->
                                connections.grant(
                                        Actor.of(operator),
                                        organization.id(),
                                        connection.id(),
                                        concession,
                                        reason,
                                        end.get())),
                model);
    }

    private static Optional<Instant> endOf(String day) {
        try {
            return Optional.of(LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @PostMapping("/{ui}/concessions/{concession}/withdraw")
    String withdraw(
            @PathVariable("organization") String or,
            @PathVariable("ui") String ui,
            @PathVariable("concession") String id,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = organization(or);
        Connection connection = connection(organization, ui);
        Concession concession = Concession.of(id);
        if (concession == null) {
            throw notFound();
        }
        return changed(
                organization,
                connection,
                connections.withdraw(
                        Actor.of(operator), organization.id(), connection.id(), concession),
                model);
    }

    private String saved(
            Organization organization,
            @Nullable Connection before,
            ConnectionForm given,
            Function<ConnectionDetails, Result<Connection>> save,
            Model model) {
        Result<Connection> result =
                switch (given.details()) {
                    case Result.Ok<ConnectionDetails>(ConnectionDetails details) ->
                            save.apply(details);
                    case Result.Refused<ConnectionDetails>(List<Problem> problems) ->
                            new Result.Refused<>(problems);
                };
        return switch (result) {
            case Result.Ok<Connection>(Connection connection) ->
                    redirect(connection) + (isToBeTestedAgain(before, connection) ? "?retest" : "");
            case Result.Refused<Connection>(List<Problem> problems) -> {
                boolean keyGiven =
                        problems.stream()
                                .anyMatch(each -> each.code() == ConnectionError.PRIVATE_KEY_GIVEN);
                yield form(
                        organization,
                        before,
                        keyGiven ? given.withoutCertificates() : given,
                        problems,
                        model);
            }
        };
    }

    private String changed(
            Organization organization, Connection before, Result<Connection> result, Model model) {
        return switch (result) {
            case Result.Ok<Connection>(Connection connection) ->
                    redirect(connection) + (isToBeTestedAgain(before, connection) ? "?retest" : "");
            case Result.Refused<Connection>(List<Problem> problems) ->
                    page(organization, before, problems, model);
        };
    }

    private static boolean isToBeTestedAgain(@Nullable Connection before, Connection after) {
        return before != null && before.configuration() != after.configuration();
    }

    private static String redirect(Connection connection) {
        return "redirect:/operator/organizations/"
                + connection.organization()
                + "/connections/"
                + connection.id();
    }

    private String start(Organization organization, List<Problem> problems, Model model) {
        List<Problem> all =
                Stream.concat(
                                connections
                                        .editionRefusal(organization.id())
                                        .map(error -> new Problem(error, null))
                                        .stream(),
                                problems.stream()
                                        .filter(each ->
                                                each.code() != ConnectionError.EDITION_WITHOUT_SSO))
                        .toList();
        model.addAttribute("organization", organization);
        model.addAttribute("problems", all);
        return "connections/new";
    }

    private static String form(
            Organization organization,
            @Nullable Connection connection,
            ConnectionForm form,
            List<Problem> problems,
            Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("connection", connection);
        model.addAttribute("form", form);
        model.addAttribute("problems", problems);
        return "connections/form";
    }

    private String page(
            Organization organization, Connection connection, List<Problem> problems, Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("view", ConnectionView.of(connection, connections, clock.instant()));
        model.addAttribute("warnings", WebAddress.warning(connection.ssoUrl()).stream().toList());
        model.addAttribute("shut", connections.keyProblem(connection).orElse(null));
        model.addAttribute("offered", ConcessionText.all());
        model.addAttribute("problems", problems);
        model.addAttribute("seen", seen(connection));
        return "connections/connection";
    }

    private Organization organization(String or) {
        return OrganizationId.parse(or)
                .flatMap(directory::organization)
                .orElseThrow(OperatorConnectionController::notFound);
    }

    private Connection connection(Organization organization, String ui) {
        return ConnectionId.parse(ui)
                .flatMap(id -> connections.find(organization.id(), id))
                .orElseThrow(OperatorConnectionController::notFound);
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
