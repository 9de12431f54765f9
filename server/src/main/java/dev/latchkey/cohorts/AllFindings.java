package dev.latchkey.cohorts;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What all who look for findings say of a list. */
@Component
public class AllFindings {
    private final ObjectProvider<Findings> findings;

    AllFindings(ObjectProvider<Findings> findings) {
        this.findings = findings;
    }

    /** What the list was compared with, null where it was not compared. */
    public @Nullable String comparedWith(Cohort cohort) {
        return findings.stream()
                .map(each -> each.comparedWith(cohort))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What nobody has settled yet, in words. */
    public List<String> unsettled(Cohort cohort) {
        return findings.stream().flatMap(each -> each.unsettled(cohort).stream()).toList();
    }
}
