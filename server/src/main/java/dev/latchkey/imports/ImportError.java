package dev.latchkey.imports;

import dev.latchkey.csv.CsvFault;
import dev.latchkey.shared.ErrorCode;

/** Why a file of users can't be read at all. */
public enum ImportError implements ErrorCode {
    FILE_MISSING(
            "import.file_missing",
            "There is no file and no text.",
            "Choose a file or paste its content."),
    FILE_TOO_LARGE(
            "import.file_too_large",
            "The file is larger than 256 MiB.",
            "Split it and import the parts one after another."),
    WORKBOOK(
            "import.workbook",
            "This is another kind of file, not CSV.",
            "Save it as \"CSV UTF-8\" in the spreadsheet and upload that."),
    NOT_UTF8(
            "import.not_utf8",
            "The file is not UTF-8 or UTF-16, or not in the encoding that was chosen, so its letters can't be read reliably.",
            "Save it as \"CSV UTF-8\", or choose its encoding."),
    NUL_INSIDE(
            "import.nul_inside",
            "The file has NUL characters, so it is not text.",
            "Save it as \"CSV UTF-8\"."),
    NOT_CSV(
            "import.not_csv",
            "A quotation mark is not closed, or something follows a closed one.",
            "Double each quotation mark inside a quoted value."),
    LINE_TOO_LONG(
            "import.line_too_long",
            "A line is far too long.",
            "Look for a quotation mark that is never closed."),
    HEADER_MISSING(
            "import.header_missing",
            "The first line has no column named email, and no address.",
            "Start with the line email,name,admin,kind,accounts."),
    COLUMN_MISSING(
            "import.column_missing", "The header lacks a required column.", "Add the column."),
    COLUMN_TWICE(
            "import.column_twice", "The header names a column twice.", "Remove one of the two."),
    TOO_MANY_LINES(
            "import.too_many_lines",
            "The file has more than 1,000,000 lines.",
            "Split it and import the parts one after another."),
    NOTHING_IN_IT(
            "import.nothing_in_it",
            "The file has no line with a user.",
            "Add a line for each user.");

    private final String code;
    private final String meaning;
    private final String remedy;

    static ImportError of(CsvFault fault) {
        return switch (fault) {
            case EMPTY -> FILE_MISSING;
            case OTHER_FILE -> WORKBOOK;
            case NOT_TEXT -> NOT_UTF8;
            case NUL -> NUL_INSIDE;
            case QUOTES -> NOT_CSV;
            case LINE_TOO_LONG -> LINE_TOO_LONG;
        };
    }

    ImportError(String code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
