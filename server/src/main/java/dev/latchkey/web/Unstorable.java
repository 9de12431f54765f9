package dev.latchkey.web;

import dev.latchkey.shared.Causes;
import java.sql.SQLException;

/**
 * What somebody sent that no column of text can hold: U+0000. Most forms ask for it themselves; where one does not, the
 * database refuses it, and that is the sender's fault and not the server's.
 */
final class Unstorable {
    /** PostgreSQL's appendix A: character_not_in_repertoire, and untranslatable_character for JSON. */
    private static final String NOT_IN_REPERTOIRE = "22021";

    private static final String UNTRANSLATABLE = "22P05";

    private Unstorable() {}

    static boolean isCauseOf(Throwable failure) {
        return Causes.any(
                failure,
                each ->
                        each instanceof SQLException sql
                                && (NOT_IN_REPERTOIRE.equals(sql.getSQLState())
                                        || UNTRANSLATABLE.equals(sql.getSQLState())));
    }
}
