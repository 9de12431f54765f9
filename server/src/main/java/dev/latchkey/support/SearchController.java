package dev.latchkey.support;

import dev.latchkey.audit.OrganizationNames;
import dev.latchkey.shared.OrganizationId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The operators' search over everything. */
@Controller
class SearchController {
    private final Search search;
    private final OrganizationNames names;

    SearchController(Search search, OrganizationNames names) {
        this.search = search;
        this.names = names;
    }

    @GetMapping("/operator/search")
    String search(@RequestParam(defaultValue = "") String q, Model model) {
        List<Search.Group> groups = search.find(q);
        Set<OrganizationId> organizations =
                groups.stream()
                        .flatMap(group -> group.hits().stream())
                        .map(SearchHit::organization)
                        .collect(Collectors.toSet());
        model.addAttribute("q", q);
        model.addAttribute("groups", groups);
        model.addAttribute("names", names.names(organizations));
        return "support/search";
    }
}
