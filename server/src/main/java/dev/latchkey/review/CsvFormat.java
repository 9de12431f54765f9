package dev.latchkey.review;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** How the bytes of a file become lines and cells, as its first bytes say. */
record CsvFormat(Charset charset, int mark, char separator) {

    /** A reader of the file's cells. Each record is to be reported to the returned guard, which bounds them. */
    Open open(InputStream bytes) throws IOException {
        bytes.skipNBytes(mark);
        Reader text =
                new InputStreamReader(
                        bytes,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
        BoundedRecords guard = new BoundedRecords(text);
        return new Open(parser(guard, separator), guard);
    }

    /** Empty lines count, so that the numbers are those that an editor shows. */
    static CSVParser parser(Reader text, char separator) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .get()
                .parse(text);
    }

    /** A file that is being read. */
    record Open(CSVParser parser, BoundedRecords guard) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
