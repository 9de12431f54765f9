package dev.latchkey.csv;

/** Why a file can't be read as CSV. Each module says it in words and with a code of its own. */
public enum CsvFault {
    EMPTY,
    /** Another kind of file, which is named. */
    OTHER_FILE,
    /** Bytes that are no text in the file's encoding. */
    NOT_TEXT,
    /** No text has a NUL. */
    NUL,
    /** A quotation mark is not closed, or something follows a closed one. */
    QUOTES,
    LINE_TOO_LONG
}
