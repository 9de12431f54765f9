package dev.latchkey.imports;

import java.util.List;

/**
 * What an import would do, as its page shows it: how many, and the first lines of each kind.
 *
 * @param large whether a job carries it out
 */
record ImportPreview(
        boolean large,
        int newcomerCount,
        int presentCount,
        int refusedCount,
        List<String> ignored,
        List<ImportPlan.Newcomer> newcomers,
        List<ImportPlan.Present> different,
        List<ImportPlan.Refused> refused) {
    /** As many lines of a kind. */
    static final int SHOWN = 100;

    private static final int NEWCOMERS = 20;

    ImportPreview {
        ignored = List.copyOf(ignored);
        newcomers = List.copyOf(newcomers);
        different = List.copyOf(different);
        refused = List.copyOf(refused);
    }

    static ImportPreview of(ImportPlan plan) {
        return new ImportPreview(
                false,
                plan.newcomers().size(),
                plan.present().size(),
                plan.refused().size(),
                plan.ignored(),
                ImportPlan.first(plan.newcomers(), NEWCOMERS),
                ImportPlan.first(plan.different(), SHOWN),
                ImportPlan.first(plan.refused(), SHOWN));
    }
}
