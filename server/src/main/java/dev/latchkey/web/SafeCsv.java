package dev.latchkey.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * CSV (RFC 4180) in which a spreadsheet finds no formula, whatever people have typed. Every cell is quoted, so that a
 * separator of another locale makes no new cell, and a cell that would begin a formula begins with an apostrophe.
 */
public final class SafeCsv implements Closeable {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.ALL).get();
    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n＝＋－＠";

    private final CSVPrinter printer;

    public SafeCsv(Writer out) throws IOException {
        this.printer = new CSVPrinter(out, FORMAT);
    }

    /** Begins an answer that the browser saves under this name. Spreadsheets need the mark to read UTF-8. */
    public static SafeCsv download(HttpServletResponse response, String fileName)
            throws IOException {
        Writer out = new OutputStreamWriter(open(response, fileName), StandardCharsets.UTF_8);
        out.write('\uFEFF');
        return new SafeCsv(out);
    }

    /** Begins such an answer for whoever brings the lines ready. */
    public static OutputStream open(HttpServletResponse response, String fileName)
            throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", HeaderOctets.attachment(fileName));
        return new Unhurried(response.getOutputStream());
    }

    /** The way to a browser, which may be slow or gone: nobody waits for it within a transaction. */
    private static final class Unhurried extends FilterOutputStream {
        Unhurried(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            mayWait();
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            mayWait();
            out.write(bytes, offset, length);
        }

        private static void mayWait() {
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                throw new IllegalStateException(
                        "a browser would keep a connection to the database");
            }
        }
    }

    /** Writes a line; null is an empty cell. */
    public void line(@Nullable Object... cells) throws IOException {
        for (Object cell : cells) {
            printer.print(cell == null ? "" : plain(cell.toString()));
        }
        printer.println();
    }

    private static String plain(String text) {
        boolean formula = !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }

    @Override
    public void close() throws IOException {
        printer.close(true);
    }
}
