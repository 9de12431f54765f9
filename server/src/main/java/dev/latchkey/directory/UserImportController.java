package dev.latchkey.directory;

import dev.latchkey.audit.Actor;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.web.ChangesNothing;
import dev.latchkey.web.SafeCsv;
import dev.latchkey.web.SignedInOperator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The pages of an import of users: the file, what it would do, what it did. */
@Controller
@RequestMapping("/operator/organizations/{or}/users/import")
class UserImportController {
    private final UserImports imports;
    private final Lookup lookup;

    UserImportController(UserImports imports, Lookup lookup) {
        this.imports = imports;
        this.lookup = lookup;
    }

    @GetMapping
    String begin(@PathVariable("or") String or, Model model) {
        return form(lookup.organization(or), "", List.of(), model);
    }

    @ChangesNothing
    @PostMapping
    String upload(
            @PathVariable("or") String or,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String text,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model)
            throws IOException {
        Organization organization = lookup.organization(or);
        return switch (content(file, text)) {
            case Result.Ok<byte[]>(byte[] content) ->
                    upload(organization, operator, content, text, model);
            case Result.Refused<byte[]>(List<Problem> problems) ->
                    form(organization, text, problems, model);
        };
    }

    /** The size is looked at before anything is read. */
    private static Result<byte[]> content(@Nullable MultipartFile file, String text)
            throws IOException {
        if (file == null || file.isEmpty()) {
            return Result.ok(text.getBytes(StandardCharsets.UTF_8));
        }
        return file.getSize() > CsvText.MOST_BYTES
                ? Result.refused(ImportError.FILE_TOO_LARGE, file.getSize() + " bytes")
                : Result.ok(file.getBytes());
    }

    private String upload(
            Organization organization,
            SignedInOperator operator,
            byte[] content,
            String text,
            Model model) {
        return switch (imports.upload(operator.id(), organization.id(), content)) {
            case Result.Ok<ImportStore.Key>(ImportStore.Key key) -> redirect(key);
            case Result.Refused<ImportStore.Key>(List<Problem> problems) ->
                    form(organization, text, problems, model);
        };
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable("or") String or,
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        return page(lookup.organization(or), id, operator, List.of(), model);
    }

    private String page(
            Organization organization,
            UUID id,
            SignedInOperator operator,
            List<Problem> problems,
            Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("id", id);
        model.addAttribute("problems", problems);
        return switch (state(organization, id, operator)) {
            case UserImports.State.Waiting(ImportPlan plan) -> {
                model.addAttribute("plan", plan);
                model.addAttribute("seen", UserImports.seen(plan));
                model.addAttribute("refused", ImportPlan.first(plan.refused(), 100));
                model.addAttribute("different", ImportPlan.first(plan.different(), 100));
                model.addAttribute("newcomers", ImportPlan.first(plan.newcomers(), 20));
                yield "directory/import-preview";
            }
            case UserImports.State.Done(ImportStore.Outcome outcome) -> {
                model.addAttribute("outcome", outcome);
                yield "directory/import-done";
            }
        };
    }

    @PostMapping("/{id}")
    String carryOut(
            @PathVariable("or") String or,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model) {
        Organization organization = lookup.organization(or);
        ImportStore.Key key = new ImportStore.Key(organization.id(), id, operator.id());
        Result<ImportStore.Key> result =
                imports.carryOut(Actor.of(operator), key, seen).orElseThrow(Lookup::notFound);
        return result instanceof Result.Refused<ImportStore.Key>(List<Problem> problems)
                ? page(organization, id, operator, problems, model)
                : redirect(key);
    }

    @ChangesNothing
    @PostMapping("/{id}/forget")
    String forget(
            @PathVariable("or") String or,
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInOperator operator) {
        Organization organization = lookup.organization(or);
        imports.forget(
                Actor.of(operator), new ImportStore.Key(organization.id(), id, operator.id()));
        return "redirect:/operator/organizations/" + organization.id() + "/users";
    }

    @GetMapping("/{id}/refused.csv")
    void refused(
            @PathVariable("or") String or,
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletResponse response)
            throws IOException {
        byte[] csv =
                switch (state(lookup.organization(or), id, operator)) {
                    case UserImports.State.Waiting(ImportPlan plan) ->
                            RefusedLines.csv(plan.refused());
                    case UserImports.State.Done(ImportStore.Outcome outcome) ->
                            outcome.refusedCsv();
                };
        SafeCsv.open(response, "not-imported.csv").write(csv);
    }

    private UserImports.State state(Organization organization, UUID id, SignedInOperator operator) {
        return imports.state(new ImportStore.Key(organization.id(), id, operator.id()))
                .orElseThrow(Lookup::notFound);
    }

    private static String redirect(ImportStore.Key key) {
        return "redirect:/operator/organizations/"
                + key.organization()
                + "/users/import/"
                + key.id();
    }

    private static String form(
            Organization organization, String text, List<Problem> problems, Model model) {
        model.addAttribute("organization", organization);
        model.addAttribute("text", text);
        model.addAttribute("problems", problems);
        return "directory/import";
    }
}
