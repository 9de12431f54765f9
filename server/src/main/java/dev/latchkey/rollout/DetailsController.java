package dev.latchkey.rollout;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.ConnectionDetails;
import dev.latchkey.connections.DetailsReader;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.AsSeen;
import dev.latchkey.shared.ConnectionId;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The first step: the IdP's details come in, and a connection is made of them. */
@Controller
@RequestMapping({
    "/operator/organizations/{organization}/rollouts/{rollout}/details",
    "/organization/rollouts/{rollout}/details"
})
class DetailsController {
    private final Rollouts rollouts;
    private final RolloutPages pages;
    private final SubmittedDetails handedIn;
    private final DetailsReader reader;
    private final AsSeen asSeen;
    private final Shown shown;

    DetailsController(
            Rollouts rollouts,
            RolloutPages pages,
            SubmittedDetails handedIn,
            DetailsReader reader,
            AsSeen asSeen,
            Shown shown) {
        this.rollouts = rollouts;
        this.pages = pages;
        this.handedIn = handedIn;
        this.reader = reader;
        this.asSeen = asSeen;
        this.shown = shown;
    }

    @GetMapping
    ModelAndView form(Visit visit, @PathVariable String rollout) {
        return form(visit, rollouts.at(visit, rollout), new LinkedMultiValueMap<>(), List.of());
    }

    @PostMapping("/metadata")
    ModelAndView metadata(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String text)
            throws IOException {
        Rollout found = rollouts.at(visit, rollout);
        return kept(
                visit,
                found,
                reader.ofMetadata(DetailsReader.document(file, text)),
                new LinkedMultiValueMap<>());
    }

    @PostMapping("/fields")
    ModelAndView fields(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam MultiValueMap<String, String> fields) {
        Rollout found = rollouts.at(visit, rollout);
        return kept(visit, found, reader.ofFields(new LinkedMultiValueMap<>(fields)), fields);
    }

    private ModelAndView kept(
            Visit visit,
            Rollout rollout,
            Result<ConnectionDetails> read,
            MultiValueMap<String, String> fields) {
        return switch (handedIn.keep(visit.caller(), rollout, read)) {
            case Result.Ok<Rollout> done ->
                    new ModelAndView("redirect:" + RolloutPages.path(visit, rollout));
            case Result.Refused<Rollout>(List<Problem> problems) ->
                    form(visit, rollout, shown(fields, problems), problems);
        };
    }

    /** What was typed, but for what may be a private key. */
    private static MultiValueMap<String, String> shown(
            MultiValueMap<String, String> fields, List<Problem> problems) {
        MultiValueMap<String, String> shown = new LinkedMultiValueMap<>(fields);
        if (problems.stream().anyMatch(each -> each.code().code().endsWith("private_key_given"))) {
            shown.remove("certificates");
        }
        return shown;
    }

    private static ModelAndView form(
            Visit visit,
            Rollout rollout,
            MultiValueMap<String, String> fields,
            List<Problem> problems) {
        ModelAndView page = new ModelAndView("rollout/details");
        page.addObject("visit", visit);
        page.addObject("path", RolloutPages.path(visit, rollout));
        page.addObject("fields", fields.toSingleValueMap());
        page.addObject("problems", problems);
        return page;
    }

    /** Makes the connection from what was handed in. */
    @PostMapping("/connection")
    ModelAndView connect(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String seen) {
        Rollout found = rollouts.at(visit, rollout);
        Result<Connection> made =
                handedIn.prepare(visit.caller(), found)
                        .flatMap(prepared ->
                                asSeen.act(
                                        visit.id(),
                                        seen,
                                        () -> shown.details(found),
                                        () -> handedIn.connect(visit.caller(), found, prepared)));
        return pages.after(visit, found, made);
    }

    /** Leads the rollout through a connection that exists. */
    @PostMapping("/existing")
    ModelAndView existing(
            Visit visit,
            @PathVariable String rollout,
            @RequestParam(defaultValue = "") String connection) {
        Rollout found = rollouts.at(visit, rollout);
        Result<Rollout> led =
                ConnectionId.parse(connection)
                        .map(id -> rollouts.lead(visit.caller(), found, id))
                        .orElseGet(
                                () -> Result.refused(RolloutError.CONNECTION_UNKNOWN, connection));
        return pages.after(visit, found, led);
    }
}
