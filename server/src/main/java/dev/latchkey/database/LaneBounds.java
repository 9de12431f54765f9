package dev.latchkey.database;

import dev.latchkey.turns.Lane;

/**
 * How long a lane waits, in seconds; 0 is without end.
 *
 * @param connections of so many parts of all
 * @param forConnection until a connection is free, or the database is there again
 * @param forLock until another transaction is done with a row
 * @param forStatement until a statement is done
 * @param forAnswer until the network brings anything; longer than a statement may take
 * @param idleInTransaction how long a transaction may lie open without a statement
 */
record LaneBounds(
        int connections,
        int forConnection,
        int forLock,
        int forStatement,
        int forAnswer,
        int idleInTransaction) {
    /** The sum of {@link #connections}. */
    static final int PARTS = 32;

    static LaneBounds of(Lane lane) {
        return switch (lane) {
            case SIGN_IN -> new LaneBounds(16, 3, 3, 10, 15, 30);
            case DOOR -> new LaneBounds(4, 3, 3, 10, 15, 30);
            case PAGE -> new LaneBounds(6, 3, 3, 30, 40, 60);
            case LONG -> new LaneBounds(6, 30, 60, 0, 0, 0);
        };
    }

    /** One text for one round trip, once for each connection that is opened. */
    String initialStatement() {
        return """
        set lock_timeout = '%ds';
        set statement_timeout = '%ds';
        set idle_in_transaction_session_timeout = '%ds'
        """
                .formatted(forLock, forStatement, idleInTransaction);
    }
}
