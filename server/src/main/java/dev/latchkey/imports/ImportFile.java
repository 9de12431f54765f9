package dev.latchkey.imports;

import dev.latchkey.csv.CsvEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file of users as it came.
 *
 * @param encoding what whoever uploaded it says; empty where its bytes are to tell
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ImportFile(byte[] content, Optional<CsvEncoding> encoding) {
    static ImportFile of(String text) {
        return new ImportFile(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }
}
