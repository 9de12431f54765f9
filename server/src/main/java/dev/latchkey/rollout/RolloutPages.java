package dev.latchkey.rollout;

import dev.latchkey.connections.Connection;
import dev.latchkey.connections.Connections;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.Problem;
import dev.latchkey.shared.Result;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Makes the page of a rollout, and leads back to it after each step. */
@Component
public class RolloutPages {
    private final FactsReader facts;
    private final SubmittedDetails handedIn;
    private final Connections connections;
    private final Shown shown;

    RolloutPages(
            FactsReader facts, SubmittedDetails handedIn, Connections connections, Shown shown) {
        this.facts = facts;
        this.handedIn = handedIn;
        this.connections = connections;
        this.shown = shown;
    }

    public ModelAndView show(Visit visit, Rollout rollout, List<Problem> problems) {
        Facts now = facts.of(rollout);
        ModelAndView page =
                new ModelAndView(
                        "rollout/path", problems.isEmpty() ? HttpStatus.OK : HttpStatus.CONFLICT);
        SubmittedDetails.Waiting waiting = handedIn.of(rollout).orElse(null);
        page.addObject("visit", visit);
        page.addObject("rollout", rollout);
        page.addObject("facts", now);
        page.addObject("lines", PathView.of(now, waiting != null));
        page.addObject("waiting", waiting);
        page.addObject("problems", problems);
        page.addObject("path", path(visit, rollout));
        page.addObject(
                "connections",
                now.connection() == null
                        ? connections.of(visit.id())
                        : List.of()); // to choose from
        page.addObject("seenDetails", Shown.details(waiting));
        page.addObject("seenValues", shown.values(now));
        page.addObject("seenTest", Shown.test(now));
        page.addObject("seenSwitched", Shown.switched(now));
        Connection connection = now.connection();
        if (connection != null) {
            page.addObject("spEntityId", connections.spEntityId(connection));
            page.addObject("acsUrl", connections.acsUrl(connection));
            page.addObject("metadataUrl", connections.metadataUrl(connection));
        }
        return page;
    }

    /** To the page where it was done, or the page with what stood in the way. */
    public ModelAndView after(Visit visit, Rollout rollout, Result<?> result) {
        return switch (result) {
            case Result.Ok<?> done -> new ModelAndView("redirect:" + path(visit, rollout));
            case Result.Refused<?>(List<Problem> problems) -> show(visit, rollout, problems);
        };
    }

    public static String path(Visit visit, Rollout rollout) {
        return visit.base() + "/rollouts/" + rollout.id();
    }
}
