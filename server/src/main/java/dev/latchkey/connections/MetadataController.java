package dev.latchkey.connections;

import dev.latchkey.directory.Organization;
import dev.latchkey.directory.Visit;
import dev.latchkey.saml.IdpMetadata;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.ChangesNothing;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Shows what an IdP's metadata says, of a new one or of one that is connected. Nothing is stored by it. */
@Controller
@RequestMapping("/operator/organizations/{organization}/connections")
class MetadataController {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Connections connections;
    private final ConnectionPages pages;
    private final Clock clock;

    MetadataController(Connections connections, ConnectionPages pages, Clock clock) {
        this.connections = connections;
        this.pages = pages;
        this.clock = clock;
    }

    /** Of a new IdP; where the document has several, after asking which. */
    @ChangesNothing
    @PostMapping("/metadata")
    String preview(
            Visit visit,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(name = "text", defaultValue = "") String text,
            @RequestParam(name = "carried", defaultValue = "") String carried,
            @RequestParam(name = "provider", defaultValue = "-1") int provider,
            Model model)
            throws IOException {
        Organization organization = visit.organization();
        boolean again = (file == null || file.isEmpty()) && !carried.isEmpty();
        byte[] document = again ? decoded(carried) : DetailsReader.document(file, text);
        return switch (providers(organization, document)) {
            case Result.Ok<List<IdpMetadata>>(List<IdpMetadata> found) ->
                    found(organization, found, provider, document, model);
            case Result.Refused<List<IdpMetadata>>(List<Problem> problems) ->
                    pages.start(organization, problems, model);
        };
    }

    private static byte[] decoded(String carried) {
        try {
            return Base64.getDecoder().decode(carried);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private String found(
            Organization organization,
            List<IdpMetadata> providers,
            int chosen,
            byte[] document,
            Model model) {
        if (providers.isEmpty() || chosen >= providers.size()) {
            return pages.start(
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
        return ConnectionPages.form(organization, null, ConnectionForm.of(idp), List.of(), model);
    }

    /** Of a connected IdP: what its newer metadata would change. */
    @PostMapping("/{connection}/metadata")
    String renew(
            Visit visit,
            @PathVariable("connection") String ui,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(name = "text", defaultValue = "") String text,
            Model model)
            throws IOException {
        Organization organization = visit.organization();
        Connection connection = pages.connection(organization, ui);
        Result<IdpMetadata> newer =
                providers(organization, DetailsReader.document(file, text))
                        .flatMap(found -> same(connection, found));
        return switch (newer) {
            case Result.Ok<IdpMetadata>(IdpMetadata idp) -> {
                ConnectionForm then = ConnectionForm.renewed(connection.details(), idp);
                show(idp, model);
                model.addAttribute(
                        "changes", MetadataDifference.lines(connection.details(), then, idp));
                yield ConnectionPages.form(organization, connection, then, List.of(), model);
            }
            case Result.Refused<IdpMetadata>(List<Problem> problems) ->
                    ConnectionPages.form(
                            organization,
                            connection,
                            ConnectionForm.of(connection.details()),
                            problems,
                            model);
        };
    }

    private static Result<IdpMetadata> same(Connection connection, List<IdpMetadata> providers) {
        List<IdpMetadata> same =
                providers.stream()
                        .filter(each -> each.entityId().equals(connection.idpEntityId()))
                        .toList();
        if (same.size() != 1) {
            String other = providers.isEmpty() ? "" : providers.getFirst().entityId();
            return Result.refused(ConnectionError.METADATA_OF_ANOTHER, other);
        }
        return same.getFirst().certificates().isEmpty()
                ? new Result.Refused<>(
                        List.of(new Problem(ConnectionError.METADATA_WITHOUT_CERTIFICATE, null)))
                : Result.ok(same.getFirst());
    }

    /** What is no document at all is told first, and then what the organization may not have. */
    private Result<List<IdpMetadata>> providers(Organization organization, byte[] document) {
        Optional<ConnectionError> refusal =
                DetailsReader.refusal(document)
                        .or(() -> connections.editionRefusal(organization.id()));
        return refusal.isPresent()
                ? new Result.Refused<>(List.of(new Problem(refusal.get(), null)))
                : DetailsReader.providers(document);
    }

    private void show(IdpMetadata idp, Model model) {
        model.addAttribute("found", idp);
        model.addAttribute(
                "foundCertificates",
                idp.certificates().stream()
                        .map(each -> ConnectionView.line(each, clock.instant()))
                        .toList());
    }
}
