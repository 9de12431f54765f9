package dev.latchkey.csv;

import java.io.IOException;

/** Ends the reading of a file, and says where and why. */
public final class CsvException extends IOException {
    private static final long serialVersionUID = 1L;
    private final CsvFault fault;
    private final String detail;

    CsvException(CsvFault fault, String detail) {
        super(fault + " " + detail);
        this.fault = fault;
        this.detail = detail;
    }

    public CsvFault fault() {
        return fault;
    }

    /** The place, such as "from line 7 on", or what kind of file it is; for the person who has the file. */
    public String detail() {
        return detail;
    }
}
