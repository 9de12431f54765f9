package dev.latchkey.imports;

import dev.latchkey.csv.CsvEncoding;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.Visit;
import dev.latchkey.http.ClientAddress;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import dev.latchkey.shared.Seen;
import dev.latchkey.web.ChangesNothing;
import dev.latchkey.web.LivePages;
import dev.latchkey.web.OrganizationPath;
import dev.latchkey.web.SafeCsv;
import dev.latchkey.web.SignedInOperator;
import dev.latchkey.web.UploadPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** The pages of an import of users: the file, what it would do, what it did. */
@Controller
@RequestMapping("/operator/organizations/{organization}/users/import")
class UserImportController {
    private static final String FILE = "not-imported.csv";
    private static final Pattern UPLOAD =
            Pattern.compile("/operator/organizations/[^/]+/users/import");

    private final UserImports imports;
    private final LargeImports large;

    UserImportController(UserImports imports, LargeImports large) {
        this.imports = imports;
        this.large = large;
    }

    @GetMapping
    String begin(Visit visit, @AuthenticationPrincipal SignedInOperator operator, Model model) {
        return form(visit.organization(), operator, "", List.of(), model);
    }

    @ChangesNothing
    @PostMapping
    String upload(
            Visit visit,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String encoding,
            @AuthenticationPrincipal SignedInOperator operator,
            Model model)
            throws IOException {
        Organization organization = visit.organization();
        return switch (take(operator, organization, file, text, encoding)) {
            case Result.Ok<ImportStore.Key>(ImportStore.Key key) -> redirect(key);
            case Result.Refused<ImportStore.Key>(List<Problem> problems) ->
                    form(organization, operator, text, problems, model);
        };
    }

    /** The size is looked at before anything is read, and what is large is never in memory. */
    private Result<ImportStore.Key> take(
            SignedInOperator operator,
            Organization organization,
            @Nullable MultipartFile file,
            String text,
            String encoding)
            throws IOException {
        if (file == null || file.isEmpty()) {
            return imports.upload(operator.id(), organization.id(), ImportFile.of(text));
        }
        if (file.getSize() > LargeImports.MOST_BYTES) {
            return Result.refused(ImportError.FILE_TOO_LARGE, file.getSize() + " bytes");
        }
        Optional<CsvEncoding> said = CsvEncoding.named(encoding);
        if (file.getSize() <= SheetReader.MOST_BYTES) {
            return imports.upload(
                    operator.id(), organization.id(), new ImportFile(file.getBytes(), said));
        }
        try (InputStream in = file.getInputStream()) {
            return large.keep(operator.id(), organization.id(), in, said);
        }
    }

    @GetMapping("/{id}")
    ModelAndView show(
            Visit visit,
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletResponse response) {
        Organization organization = visit.organization();
        return switch (state(organization, id, operator)) {
            case UserImports.State.Large(LargeImport now) when now.working() || part ->
                    LivePages.live(progress(organization, now), response);
            case UserImports.State other -> page(organization, id, other, List.of());
        };
    }

    private ModelAndView page(
            Organization organization, UUID id, UserImports.State state, List<Problem> problems) {
        return switch (state) {
            case UserImports.State.Waiting(ImportPlan plan) ->
                    preview(
                            organization,
                            id,
                            ImportPreview.of(plan),
                            UserImports.seen(plan),
                            problems);
            case UserImports.State.Done(ImportStore.Outcome outcome) ->
                    done(organization, id, ImportResult.of(outcome), List.of());
            case UserImports.State.Large(LargeImport now) -> page(organization, now, problems);
        };
    }

    private ModelAndView page(Organization organization, LargeImport now, List<Problem> problems) {
        UUID id = now.key().id();
        return switch (now.state()) {
            case JUDGING, RUNNING -> progress(organization, now);
            case READY ->
                    preview(organization, id, large.preview(now), LargeImports.seen(now), problems);
            case STOPPED, DONE -> done(organization, id, ImportResult.of(now), large.leftOut(now));
        };
    }

    private static ModelAndView preview(
            Organization organization,
            UUID id,
            ImportPreview plan,
            Seen seen,
            List<Problem> problems) {
        return view("preview", organization, id)
                .addObject("plan", plan)
                .addObject("seen", seen)
                .addObject("problems", problems);
    }

    private static ModelAndView done(
            Organization organization,
            UUID id,
            ImportResult result,
            List<ImportPlan.Refused> leftOut) {
        return view("done", organization, id)
                .addObject("outcome", result)
                .addObject("leftOut", leftOut);
    }

    private static ModelAndView progress(Organization organization, LargeImport now) {
        return view("progress", organization, now.key().id()).addObject("now", now);
    }

    private static ModelAndView view(String name, Organization organization, UUID id) {
        return new ModelAndView("imports/" + name)
                .addObject("organization", organization)
                .addObject("id", id);
    }

    @PostMapping("/{id}")
    ModelAndView carryOut(
            Visit visit,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String seen,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletRequest request) {
        Organization organization = visit.organization();
        ImportStore.Key key = new ImportStore.Key(organization.id(), id, operator.id());
        Result<ImportStore.Key> result =
                imports.carryOut(visit.caller(), key, seen)
                        .or(() -> {
                            String address = ClientAddress.of(request).toString();
                            return large.confirm(visit.caller(), key, seen, address);
                        })
                        .orElseThrow(UserImportController::notFound);
        return result instanceof Result.Refused<ImportStore.Key>(List<Problem> problems)
                ? page(organization, id, state(organization, id, operator), problems)
                : new ModelAndView(redirect(key));
    }

    /** Ends a large import where it is. */
    @PostMapping("/{id}/cancellation")
    String stop(
            Visit visit,
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInOperator operator) {
        ImportStore.Key key = new ImportStore.Key(visit.id(), id, operator.id());
        return large.stop(visit.caller(), key)
                .map(now -> redirect(now.key()))
                .orElseThrow(UserImportController::notFound);
    }

    @ChangesNothing
    @DeleteMapping("/{id}")
    String forget(
            Visit visit,
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInOperator operator) {
        Organization organization = visit.organization();
        ImportStore.Key key = new ImportStore.Key(organization.id(), id, operator.id());
        imports.forget(visit.caller(), key);
        large.forget(visit.caller(), key);
        return "redirect:" + OrganizationPath.of(organization.id()) + "/users";
    }

    @GetMapping("/{id}/refused.csv")
    void refused(
            Visit visit,
            @PathVariable UUID id,
            @AuthenticationPrincipal SignedInOperator operator,
            HttpServletResponse response)
            throws IOException {
        switch (state(visit.organization(), id, operator)) {
            case UserImports.State.Waiting(ImportPlan plan) ->
                    SafeCsv.open(response, FILE).write(RefusedLines.csv(plan.refused()));
            case UserImports.State.Done(ImportStore.Outcome outcome) ->
                    SafeCsv.open(response, FILE).write(outcome.refusedCsv());
            case UserImports.State.Large(LargeImport now) -> {
                try (SafeCsv csv = SafeCsv.download(response, FILE)) {
                    large.refused(now, csv);
                }
            }
        }
    }

    private UserImports.State state(Organization organization, UUID id, SignedInOperator operator) {
        return imports.state(new ImportStore.Key(organization.id(), id, operator.id()))
                .orElseThrow(UserImportController::notFound);
    }

    private static String redirect(ImportStore.Key key) {
        return "redirect:" + OrganizationPath.of(key.organization()) + "/users/import/" + key.id();
    }

    private String form(
            Organization organization,
            SignedInOperator operator,
            String text,
            List<Problem> problems,
            Model model) {
        model.addAttribute("begun", large.of(operator.id(), organization.id()));
        model.addAttribute("organization", organization);
        model.addAttribute("text", text);
        model.addAttribute("encodings", CsvEncoding.all());
        model.addAttribute("problems", problems);
        return "imports/file";
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    @Configuration(proxyBeanMethods = false)
    static class Uploads {
        /** With some room for what a form has around its file. */
        @Bean
        UploadPage userImportUploadPage() {
            return new UploadPage(UPLOAD, LargeImports.MOST_BYTES + 1024 * 1024);
        }
    }
}
