package dev.latchkey.review;

import dev.latchkey.cohorts.Cohort;
import dev.latchkey.cohorts.Findings;
import dev.latchkey.directory.Directory;
import dev.latchkey.directory.UserChanged;
import dev.latchkey.shared.EmailAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Answers the rollout from the findings, and hears what may change them. */
@Component
class ReviewFindings implements Findings {
    private final IdpLists lists;
    private final Comparisons comparisons;
    private final FindingQueries findings;
    private final Directory directory;

    ReviewFindings(
            IdpLists lists, Comparisons comparisons, FindingQueries findings, Directory directory) {
        this.lists = lists;
        this.comparisons = comparisons;
        this.findings = findings;
        this.directory = directory;
    }

    @Override
    public List<String> unsettled(Cohort cohort) {
        comparisons.fresh(cohort);
        return findings.counts(cohort).stream()
                .filter(FindingQueries.Count::unsettled)
                .map(each -> each.kind().sentence(each.open()))
                .toList();
    }

    @Override
    public @Nullable String comparedWith(Cohort cohort) {
        return lists.current(cohort.organization(), cohort.connection())
                .map(IdpList::described)
                .orElse(null);
    }

    @Override
    public void listChanged(Cohort cohort) {
        comparisons.want(cohort.organization(), cohort.id());
    }

    @EventListener
    void on(UserChanged change) {
        comparisons.userChanged(change.after().organization(), change.after().id());
        if (!change.before().email().equals(change.after().email())) {
            // Whoever shared the old address but for its case has it alone now.
            EmailAddress.parse(change.before().email()).stream()
                    .flatMap(old -> directory.usersByEmail(old).stream())
                    .forEach(other -> comparisons.userChanged(other.organization(), other.id()));
        }
    }
}
