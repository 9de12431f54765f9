package dev.latchkey.imports;

/**
 * What an import did, as its page shows it.
 *
 * @param leftOut of the lines that should have made a user, those that made none because of what changed meanwhile
 * @param stopped whether a person ended it
 * @param notReached of the lines that should have made a user, those behind that end
 */
record ImportResult(
        int created, int alreadyThere, int refused, int leftOut, boolean stopped, int notReached) {
    static ImportResult of(ImportStore.Outcome outcome) {
        return new ImportResult(
                outcome.created(), outcome.alreadyThere(), outcome.refused(), 0, false, 0);
    }

    static ImportResult of(LargeImport ended) {
        return new ImportResult(
                ended.made().created(),
                ended.foreseen().present(),
                ended.foreseen().refused(),
                ended.made().leftOut(),
                ended.state() == LargeImport.State.STOPPED,
                ended.notReached());
    }
}
