package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Cohorts;
import dev.latchkey.directory.Visit;
import dev.latchkey.shared.UserId;
import dev.latchkey.web.UploadPage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.server.ResponseStatusException;

/** What the review's pages have in common. */
@Component
class ReviewPages {
    static final String OPERATOR = "/operator/organizations/{organization}/cohorts/{cohort}";
    static final String CUSTOMER = "/organization/cohorts/{cohort}";
    private static final int MOST_NAMED = 1000;
    private static final Pattern UPLOAD =
            Pattern.compile(
                    "(/operator/organizations/[^/]+|/organization)/cohorts/[^/]+/comparison");

    private final Cohorts cohorts;

    ReviewPages(Cohorts cohorts) {
        this.cohorts = cohorts;
    }

    /** The list of users that the address names; a 404 where the visitor's organization has none such. */
    Cohort cohort(Visit visit, String sid, Model model) {
        Cohort cohort = cohorts.at(visit, sid);
        model.addAttribute("cohort", cohort);
        model.addAttribute("place", visit.base() + "/cohorts/" + cohort.id());
        return cohort;
    }

    static String place(Visit visit, Cohort cohort) {
        return visit.base() + "/cohorts/" + cohort.id();
    }

    static FindingKind kind(String path) {
        return FindingKind.at(path).orElseThrow(ReviewPages::notFound);
    }

    static List<UserId> users(List<String> sids) {
        return sids.stream()
                .limit(MOST_NAMED)
                .map(UserId::parse)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
    static class Uploads {
        @Bean
        UploadPage idpListUploadPage() {
            return new UploadPage(UPLOAD);
        }
    }
}
